using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class The_last_super_administrator : VaultTest
{
    [Fact]
    public async Task The_last_super_administrator_cannot_be_demoted_disabled_or_removed_even_by_themselves()
    {
        Expect.Failed(
            await Host.SaveRolesAsync(Host.Owner, Host.Owner, Roles.Admin | Roles.Deployer | Roles.Reporter),
            "last_super_administrator"
        );
        Expect.Failed(await Host.AskAsync(Host.Owner, new DisableMember(Host.Owner.Id)), "last_super_administrator");
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMember(Host.Owner.Id)), "last_super_administrator");

        var owner = await Host.GetMemberAsync(Host.Owner);
        Assert.Equal((Roles.SuperAdministrator, false, true), (owner.Roles, owner.Disabled, owner.IsLastSuperAdministrator));
    }

    [Fact]
    public async Task A_super_administrator_is_the_last_one_when_all_others_are_disabled()
    {
        var other = await Host.MemberAsync(Roles.SuperAdministrator);
        await Host.DoAsync(Host.Owner, new DisableMember(other.Id));

        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMember(Host.Owner.Id)), "last_super_administrator");
        Expect.Done(await Host.AskAsync(Host.Owner, new RemoveMember(other.Id)));
    }

    [Fact]
    public async Task A_super_administrator_can_give_up_the_role_once_another_member_has_it()
    {
        var other = await Host.MemberAsync(Roles.SuperAdministrator);

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, Host.Owner, Roles.None));

        Assert.True((await Host.DoAsync(other, new GetMember(other.Id))).IsLastSuperAdministrator);
    }

    [Theory]
    [InlineData("demote")]
    [InlineData("disable")]
    [InlineData("remove")]
    public async Task One_super_administrator_stays_when_two_act_against_each_other_at_once(string how)
    {
        for (var round = 0; round < 3; round++)
        {
            var (one, two) = (await Host.MemberAsync(Roles.SuperAdministrator), await Host.MemberAsync(Roles.SuperAdministrator));
            var outsider = Host.Owner;
            Expect.Done(await Host.SaveRolesAsync(one, outsider, Roles.None));
            var (ofOne, ofTwo) = (await Host.DoAsync(one, new GetMember(one.Id)), await Host.DoAsync(one, new GetMember(two.Id)));

            await Task.WhenAll(Task.Run(() => AgainstAsync(how, one, ofTwo)), Task.Run(() => AgainstAsync(how, two, ofOne)));

            Assert.Single(await EnabledAsync());
            await RestoreAsync();
        }
    }

    [Fact]
    public async Task One_super_administrator_stays_when_two_windows_demote_both_at_once()
    {
        var other = await Host.MemberAsync(Roles.SuperAdministrator);
        var (owner, second) = (await Host.GetMemberAsync(Host.Owner), await Host.GetMemberAsync(other));

        await Task.WhenAll(
            Task.Run(() => AgainstAsync("demote", Host.Owner, owner)),
            Task.Run(() => AgainstAsync("demote", Host.Owner, second))
        );

        Assert.Single(await EnabledAsync());
    }

    private async Task AgainstAsync(string how, Person actor, MemberDetail target)
    {
        Operation<Unit> operation = how switch
        {
            "demote" => new SaveRoles(target.Id, target.Revision, Roles.None, new Dictionary<StoreId, Roles>()),
            "disable" => new DisableMember(target.Id),
            _ => new RemoveMember(target.Id),
        };
        await Host.AskAsync(actor, operation);
    }

    private async Task<List<string>> EnabledAsync()
    {
        await using var db = Host.OpenDb();
        var role = RoleIds.Of(Roles.SuperAdministrator);
        return
        [
            .. db.Users.Where(m => !m.Disabled).Join(db.UserRoles.Where(r => r.RoleId == role), m => m.Id, r => r.UserId, (m, _) => m.Id),
        ];
    }

    private async Task RestoreAsync()
    {
        await using (var db = Host.OpenDb())
        {
            var role = RoleIds.Of(Roles.SuperAdministrator);
            db.UserRoles.RemoveRange(db.UserRoles.Where(r => r.RoleId == role));
            await db.SaveChangesAsync();
        }
        await Host.GrantAsync(Host.Owner, Roles.SuperAdministrator);
    }
}
