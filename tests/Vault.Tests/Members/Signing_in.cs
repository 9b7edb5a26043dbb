using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Signing_in : InAWorld
{
    [Fact]
    public async Task Starts_a_session_of_its_own_each_time()
    {
        var (first, second) = (Expect.Done(await World.SignInAsync(World.Boss.Email)), Expect.Done(await World.SignInAsync(" Boss@EXAMPLE.com ")));

        Assert.NotEqual(first.Session, second.Session);
        Assert.Equal(World.Boss.Id, second.Member);
    }

    [Fact]
    public async Task Nine_wrong_passwords_from_anywhere_keep_nobody_out()
    {
        await FailAsync(9);

        Expect.Done(await World.SignInAsync(World.Boss.Email));
    }

    [Fact]
    public async Task A_success_does_not_forget_the_failures_of_unknown_devices_before_it()
    {
        await FailAsync(9);
        Expect.Done(await World.SignInAsync(World.Boss.Email));
        await FailAsync(1);

        Assert.Equal(TimeSpan.FromSeconds(1), (await World.WaitedAsync(World.SignInAsync(World.Boss.Email))).Waited);
    }

    [Fact]
    public async Task Unknown_wrong_stopped_and_disabled_have_one_answer()
    {
        var disabled = await World.MemberAsync(Roles.Admin);
        await World.DoAsync(World.Boss, new DisableMember(disabled.Id));
        var unknown = Expect.Failed(await World.SignInAsync("nobody@example.com"), "invalid_credentials");

        Assert.Equal(unknown, Expect.Failed(await World.SignInAsync(World.Boss.Email, "wrong"), "invalid_credentials"));
        Assert.Equal(unknown, Expect.Failed(await World.SignInAsync(disabled.Email), "invalid_credentials"));
        await World.StopUnknownDevicesAsync(disabled.Email);
        Assert.Equal(unknown, Expect.Failed((await World.WaitedAsync(World.SignInAsync(disabled.Email))).Outcome, "invalid_credentials"));
    }

    [Fact]
    public async Task What_was_typed_for_nobody_is_not_recorded()
    {
        await World.SignInAsync("my-password-by-mistake");

        var row = await World.LastAuditAsync();
        Assert.Equal((Act.SignIn, "invalid_credentials", null), (row.Act, row.Code, row.TargetName));
        Assert.DoesNotContain("mistake", row.Details ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    public async Task An_empty_password_is_a_wrong_one(string password) => Expect.Failed(await World.SignInAsync(World.Boss.Email, password), "invalid_credentials");

    [Fact]
    public async Task Absent_or_endless_input_is_a_wrong_one()
    {
        Expect.Failed(await World.AskAsync(Guests.Somebody, new SignIn(null, null)), "invalid_credentials");
        Expect.Failed(await World.SignInAsync(new string('a', 1_000_000), new string('b', 1_000_000)), "invalid_credentials");
    }

    [Fact]
    public async Task A_session_that_expired_long_ago_is_forgotten()
    {
        World.Time.Advance(TimeSpan.FromHours(25));

        Expect.Done(await World.SignInAsync(World.Boss.Email));

        await using var db = World.OpenDb();
        Assert.Single(db.Sessions);
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Expect.Failed(await World.SignInAsync(World.Boss.Email, "wrong"), "invalid_credentials");
        }
    }
}
