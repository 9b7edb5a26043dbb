using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tests.Members;

namespace SecretsDashboard.Vault.Tests.Home;

public sealed class Coming_home : InAWorld
{
    [Fact]
    public async Task Everything_within_reach_is_counted()
    {
        var store = await World.StoreAsync();
        var secret = await World.SecretAsync(store, "API_KEY");
        await World.DoAsync(World.Boss, new DeleteSecret(await World.SecretAsync(store, "GONE")));
        await World.BindingAsync(await World.ServiceAsync(Scopes.Workers), secret, "KEY");
        await World.BindingAsync(await World.ServiceAsync(Scopes.Dex), secret, "KEY");

        Assert.Equal(new HomeCounts(1, 1, 2, 2, 1, 1, 0), (await World.DoAsync(World.Boss, new ViewHome())).Counts);
    }

    [Fact]
    public async Task A_broken_binding_wants_attention_and_says_why()
    {
        var store = await World.StoreAsync();
        var (gone, narrow) = (await World.SecretAsync(store, "GONE"), await World.SecretAsync(store, "NARROW"));
        await World.BindingAsync(await World.ServiceAsync(Scopes.Workers, name: "a"), gone, "KEY");
        await World.BindingAsync(await World.ServiceAsync(Scopes.Dex, name: "b"), narrow, "KEY");
        await World.DoAsync(World.Boss, new DeleteSecret(gone, Force: true));

        var broken = (await World.DoAsync(World.Boss, new ViewHome())).Broken;

        Assert.Equal([("a", "GONE", true), ("b", "NARROW", false)], broken.Select(b => (b.ServiceName, b.SecretName, b.SecretIsGone)));
    }

    [Fact]
    public async Task Members_without_a_role_are_shown_to_those_who_hand_out_roles()
    {
        var roleless = await World.MemberAsync(Roles.None);
        var store = await World.StoreAsync();
        await World.MemberAsync(Roles.None, (store, Roles.Reporter));

        Assert.Equal([new RolelessMember(roleless.Id, roleless.Email)], (await World.DoAsync(World.Boss, new ViewHome())).WithoutRole);
        Assert.Null((await World.DoAsync(await World.MemberAsync(Roles.Admin), new ViewHome())).WithoutRole);
    }

    [Fact]
    public async Task Whose_sign_ins_are_stopped_is_shown_to_themselves_and_to_those_who_see_members()
    {
        var (stopped, other) = (await World.MemberAsync(Roles.Reporter), await World.MemberAsync(Roles.Admin));
        await World.StopUnknownDevicesAsync(stopped.Email);
        var until = World.Now + TimeSpan.FromDays(1);

        Assert.Equal([new StoppedMember(stopped.Id, stopped.Email, until, IsSelf: true)], (await World.DoAsync(stopped, new ViewHome())).Stopped);
        Assert.Equal([new StoppedMember(stopped.Id, stopped.Email, until, IsSelf: false)], (await World.DoAsync(World.Boss, new ViewHome())).Stopped);
        Assert.Empty((await World.DoAsync(other, new ViewHome())).Stopped);

        World.Time.Advance(TimeSpan.FromDays(1));
        var again = Expect.Done(await World.SignInAsync(World.Boss.Email));
        Assert.Empty(Expect.Done(await World.AskAsync(Caller.Of(again.Session, null), new ViewHome())).Stopped);
    }

    [Fact]
    public async Task An_admin_learns_neither_how_many_members_there_are_nor_what_others_did()
    {
        var home = await World.DoAsync(await World.MemberAsync(Roles.Admin), new ViewHome());

        Assert.Equal((null, null, null), (home.Counts.Members, home.Counts.Invitations, home.Recent));
    }

    [Fact]
    public async Task What_changed_lately_comes_first_and_mere_looking_is_left_out()
    {
        await World.SecretAsync(await World.StoreAsync(), "API_KEY");
        await World.DoAsync(World.Boss, new ViewHome());

        var recent = (await World.DoAsync(World.Boss, new ViewHome())).Recent!;

        Assert.Equal([Act.CreateSecret, Act.CreateStore], recent.Take(2).Select(a => a.Act));
    }

    [Fact]
    public async Task A_reporter_of_one_store_sees_that_stores_activity_alone()
    {
        var (mine, other) = (await World.StoreAsync("mine"), await World.StoreAsync("other"));
        await World.SecretAsync(other, "THEIRS");
        await World.SecretAsync(mine, "MINE");
        var reporter = await World.MemberAsync(Roles.None, (mine, Roles.Reporter), (other, Roles.Admin));

        var recent = (await World.DoAsync(reporter, new ViewHome())).Recent!;

        Assert.Equal(["MINE", "mine"], recent.Select(a => a.TargetName));
    }
}
