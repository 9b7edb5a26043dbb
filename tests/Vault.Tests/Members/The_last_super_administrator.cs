using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class The_last_super_administrator : InAWorld
{
    [Fact]
    public async Task Can_t_be_demoted_disabled_or_removed_not_even_by_themselves()
    {
        Expect.Failed(await World.SaveRolesAsync(World.Boss, World.Boss, Roles.Admin | Roles.Deployer | Roles.Reporter), "last_super_administrator");
        Expect.Failed(await World.AskAsync(World.Boss, new DisableMember(World.Boss.Id)), "last_super_administrator");
        Expect.Failed(await World.AskAsync(World.Boss, new RemoveMember(World.Boss.Id)), "last_super_administrator");

        var boss = await World.LookAtAsync(World.Boss);
        Assert.Equal((Roles.SuperAdministrator, false, true), (boss.Roles, boss.Disabled, boss.IsLastSuperAdministrator));
    }

    [Fact]
    public async Task Is_the_last_enabled_one()
    {
        var other = await World.MemberAsync(Roles.SuperAdministrator);
        await World.DoAsync(World.Boss, new DisableMember(other.Id));

        Expect.Failed(await World.AskAsync(World.Boss, new RemoveMember(World.Boss.Id)), "last_super_administrator");
        Expect.Done(await World.AskAsync(World.Boss, new RemoveMember(other.Id)));
    }

    [Fact]
    public async Task May_go_once_somebody_else_has_the_role()
    {
        var other = await World.MemberAsync(Roles.SuperAdministrator);

        Expect.Done(await World.SaveRolesAsync(World.Boss, World.Boss, Roles.None));

        Assert.True((await World.DoAsync(other, new GetMember(other.Id))).IsLastSuperAdministrator);
    }

    [Theory]
    [InlineData("demote")]
    [InlineData("disable")]
    [InlineData("remove")]
    public async Task Stays_when_two_turn_on_each_other_at_once(string how)
    {
        for (var round = 0; round < 3; round++)
        {
            var (one, two) = (await World.MemberAsync(Roles.SuperAdministrator), await World.MemberAsync(Roles.SuperAdministrator));
            var outsider = World.Boss;
            Expect.Done(await World.SaveRolesAsync(one, outsider, Roles.None));
            var (ofOne, ofTwo) = (await World.DoAsync(one, new GetMember(one.Id)), await World.DoAsync(one, new GetMember(two.Id)));

            await Task.WhenAll(Task.Run(() => AgainstAsync(how, one, ofTwo)), Task.Run(() => AgainstAsync(how, two, ofOne)));

            Assert.Single(await EnabledAsync());
            await RestoreAsync();
        }
    }

    [Fact]
    public async Task Stays_when_two_windows_demote_both_at_once()
    {
        var other = await World.MemberAsync(Roles.SuperAdministrator);
        var (boss, second) = (await World.LookAtAsync(World.Boss), await World.LookAtAsync(other));

        await Task.WhenAll(Task.Run(() => AgainstAsync("demote", World.Boss, boss)), Task.Run(() => AgainstAsync("demote", World.Boss, second)));

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
        await World.AskAsync(actor, operation);
    }

    private async Task<List<string>> EnabledAsync()
    {
        await using var db = World.OpenDb();
        var role = RoleIds.Of(Roles.SuperAdministrator);
        return [.. db.Users.Where(m => !m.Disabled).Join(db.UserRoles.Where(r => r.RoleId == role), m => m.Id, r => r.UserId, (m, _) => m.Id)];
    }

    private async Task RestoreAsync()
    {
        await using (var db = World.OpenDb())
        {
            var role = RoleIds.Of(Roles.SuperAdministrator);
            db.UserRoles.RemoveRange(db.UserRoles.Where(r => r.RoleId == role));
            await db.SaveChangesAsync();
        }
        await World.GrantAsync(World.Boss, Roles.SuperAdministrator);
    }
}
