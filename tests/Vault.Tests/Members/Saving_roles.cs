using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Saving_roles : VaultTest
{
    [Fact]
    public async Task Saved_roles_take_effect_at_the_next_act_of_an_open_session()
    {
        var person = await Host.MemberAsync(Roles.None);
        Expect.Refused(await Host.AskAsync(person, new ViewMembers(null, new PageRequest(1, 25))));

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.Reporter));
        Expect.Done(await Host.AskAsync(person, new ViewMembers(null, new PageRequest(1, 25))));

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.Deployer));
        Expect.Refused(await Host.AskAsync(person, new ViewMembers(null, new PageRequest(1, 25))));
    }

    [Fact]
    public async Task Saving_roles_gives_and_takes_roles_on_single_stores()
    {
        var (first, second) = (await Host.StoreAsync("first"), await Host.StoreAsync("second"));
        var person = await Host.MemberAsync(Roles.None, (first, Roles.Reporter));

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.None, (second, Roles.Admin | Roles.Deployer)));

        Expect.Outside(await Host.AskAsync(person, new ListSecrets(new SecretFilter(Store: first), new PageRequest(1, 25))));
        Expect.Done(await Host.AskAsync(person, new CreateSecrets(second, [VaultSampleData.New("API_KEY")])));
        Assert.Equal([new StoreRole(second, "second", Roles.Admin | Roles.Deployer)], (await Host.GetMemberAsync(person)).StoreRoles);
    }

    [Fact]
    public async Task The_second_of_two_editors_of_roles_gets_a_conflict_and_overwrites_nothing()
    {
        var person = await Host.MemberAsync(Roles.None);
        var seen = await Host.GetMemberAsync(person);
        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.Admin));

        var problems = Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new SaveRoles(person.Id, seen.Revision, Roles.Reporter, seen.StoreRoles.ToDictionary(s => s.Store, s => s.Roles))
            ),
            "conflict"
        );

        Assert.Contains("Admin for the account", problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(Roles.Admin, (await Host.GetMemberAsync(person)).Roles);
    }

    [Fact]
    public async Task Saving_the_same_roles_twice_is_not_a_conflict()
    {
        var person = await Host.MemberAsync(Roles.None);
        var seen = await Host.GetMemberAsync(person);
        var save = new SaveRoles(person.Id, seen.Revision, Roles.Admin, new Dictionary<StoreId, Roles>());

        Expect.Done(await Host.AskAsync(Host.Owner, save));
        Expect.Done(await Host.AskAsync(Host.Owner, save));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    [InlineData(Roles.None)]
    public async Task Only_a_super_administrator_can_change_remove_or_disable_members(Roles roles)
    {
        var person = await Host.MemberAsync(roles);
        var revision = (await Host.GetMemberAsync(person)).Revision;

        foreach (var target in new[] { person, Host.Owner })
        {
            Expect.Refused(
                await Host.AskAsync(person, new SaveRoles(target.Id, revision, Roles.SuperAdministrator, new Dictionary<StoreId, Roles>()))
            );
            Expect.Refused(await Host.AskAsync(person, new RemoveMember(target.Id)));
            Expect.Refused(await Host.AskAsync(person, new DisableMember(target.Id)));
            Expect.Refused(await Host.AskAsync(person, new EnableMember(target.Id)));
        }
        Assert.Equal(roles, (await Host.GetMemberAsync(person)).Roles);
    }

    [Theory]
    [InlineData((Roles)16, "role_unknown")]
    [InlineData((Roles)129, "role_unknown")]
    public async Task Saving_a_role_that_does_not_exist_is_rejected(Roles roles, string code)
    {
        var person = await Host.MemberAsync(Roles.None);

        Expect.Failed(await Host.SaveRolesAsync(Host.Owner, person, roles), code);
    }

    [Fact]
    public async Task A_super_administrator_role_or_an_empty_set_of_roles_on_a_store_is_rejected()
    {
        var store = await Host.StoreAsync();
        var person = await Host.MemberAsync(Roles.None);

        Expect.Failed(
            await Host.SaveRolesAsync(Host.Owner, person, Roles.None, (store, Roles.SuperAdministrator)),
            "super_administrator_on_store"
        );
        Expect.Failed(await Host.SaveRolesAsync(Host.Owner, person, Roles.None, (store, Roles.None)), "role_unknown");
        Expect.Failed(
            await Host.SaveRolesAsync(Host.Owner, person, Roles.None, (new StoreId("nowhere"), Roles.Admin)),
            "role_store_unknown"
        );
    }

    [Fact]
    public async Task Saving_roles_of_or_removing_an_unknown_member_is_rejected()
    {
        foreach (var id in new[] { "", "..", "00000000000000000000000000000000" })
        {
            Expect.Failed(
                await Host.AskAsync(Host.Owner, new SaveRoles(new MemberId(id), "", Roles.Admin, new Dictionary<StoreId, Roles>())),
                "member_not_found"
            );
            Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMember(new MemberId(id))), "member_not_found");
        }
    }

    [Fact]
    public async Task The_audit_row_of_a_change_of_roles_shows_the_roles_before_and_after()
    {
        var person = await Host.MemberAsync(Roles.Admin);
        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.Deployer | Roles.Reporter));

        var row = await Host.LastAuditAsync();

        Assert.Equal((Act.ChangeRoles, person.Id.Value, person.Email), (row.Act, row.TargetId, row.TargetName));
        Assert.Contains("\"roles_before\":\"Admin\"", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"roles_after\":\"Deployer and Reporter\"", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_roles_is_announced_to_the_members_open_pages()
    {
        var person = await Host.MemberAsync(Roles.None);
        var notified = new List<MemberId>();
        Host.Vault.Gate.AccessChanged += notified.Add;

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, person, Roles.Admin));

        Assert.Equal([person.Id], notified);
    }
}
