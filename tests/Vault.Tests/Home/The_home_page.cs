using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tests.Members;

namespace SecretsDashboard.Vault.Tests.Home;

public sealed class The_home_page : VaultTest
{
    [Fact]
    public async Task The_home_page_counts_everything_within_reach()
    {
        var store = await Host.StoreAsync();
        var secret = await Host.SecretAsync(store, "API_KEY");
        await Host.DoAsync(Host.Owner, new DeleteSecret(await Host.SecretAsync(store, "GONE")));
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers), secret, "KEY");
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Dex), secret, "KEY");

        Assert.Equal(new HomeCounts(1, 1, 2, 2, 1, 1, 0), (await Host.DoAsync(Host.Owner, new ViewHome())).Counts);
    }

    [Fact]
    public async Task The_home_page_shows_broken_bindings_and_why_they_are_broken()
    {
        var store = await Host.StoreAsync();
        var (gone, narrow) = (await Host.SecretAsync(store, "GONE"), await Host.SecretAsync(store, "NARROW"));
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers, name: "a"), gone, "KEY");
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Dex, name: "b"), narrow, "KEY");
        await Host.DoAsync(Host.Owner, new DeleteSecret(gone, Force: true));

        var broken = (await Host.DoAsync(Host.Owner, new ViewHome())).Broken;

        Assert.Equal([("a", "GONE", true), ("b", "NARROW", false)], broken.Select(b => (b.ServiceName, b.SecretName, b.IsSecretDeleted)));
    }

    [Fact]
    public async Task The_home_page_shows_members_without_a_role_only_to_those_who_assign_roles()
    {
        var roleless = await Host.MemberAsync(Roles.None);
        var store = await Host.StoreAsync();
        await Host.MemberAsync(Roles.None, (store, Roles.Reporter));

        Assert.Equal([new RolelessMember(roleless.Id, roleless.Email)], (await Host.DoAsync(Host.Owner, new ViewHome())).WithoutRole);
        Assert.Null((await Host.DoAsync(await Host.MemberAsync(Roles.Admin), new ViewHome())).WithoutRole);
    }

    [Fact]
    public async Task The_home_page_shows_stopped_sign_ins_to_the_member_and_to_those_who_see_members()
    {
        var (stopped, other) = (await Host.MemberAsync(Roles.Reporter), await Host.MemberAsync(Roles.Admin));
        await Host.StopUnknownDevicesAsync(stopped.Email);
        var until = Host.Now + TimeSpan.FromDays(1);

        Assert.Equal(
            [new StoppedMember(stopped.Id, stopped.Email, until, IsSelf: true)],
            (await Host.DoAsync(stopped, new ViewHome())).Stopped
        );
        Assert.Equal(
            [new StoppedMember(stopped.Id, stopped.Email, until, IsSelf: false)],
            (await Host.DoAsync(Host.Owner, new ViewHome())).Stopped
        );
        Assert.Empty((await Host.DoAsync(other, new ViewHome())).Stopped);

        Host.Time.Advance(TimeSpan.FromDays(1));
        var again = Expect.Done(await Host.SignInAsync(Host.Owner.Email));
        Assert.Empty(Expect.Done(await Host.AskAsync(Caller.Of(again.Session, null), new ViewHome())).Stopped);
    }

    [Fact]
    public async Task The_home_page_shows_an_admin_neither_the_number_of_members_nor_the_activity_of_others()
    {
        var home = await Host.DoAsync(await Host.MemberAsync(Roles.Admin), new ViewHome());

        Assert.Equal((null, null, null), (home.Counts.Members, home.Counts.Invitations, home.Recent));
    }

    [Fact]
    public async Task The_home_page_lists_the_newest_change_first_and_leaves_out_looks()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        await Host.DoAsync(Host.Owner, new ViewHome());

        var recent = (await Host.DoAsync(Host.Owner, new ViewHome())).Recent!;

        Assert.Equal([Act.CreateSecret, Act.CreateStore], recent.Take(2).Select(a => a.Act));
    }

    [Fact]
    public async Task The_home_page_shows_a_reporter_of_one_store_only_the_activity_of_that_store()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        await Host.SecretAsync(other, "THEIRS");
        await Host.SecretAsync(mine, "MINE");
        var reporter = await Host.MemberAsync(Roles.None, (mine, Roles.Reporter), (other, Roles.Admin));

        var recent = (await Host.DoAsync(reporter, new ViewHome())).Recent!;

        Assert.Equal(["MINE", "mine"], recent.Select(a => a.TargetName));
    }
}
