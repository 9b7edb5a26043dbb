using System.Net;
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
    public async Task Five_wrong_passwords_lock_the_account_for_fifteen_minutes_and_tries_don_t_lengthen_it()
    {
        await FailAsync(5);
        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");

        World.Time.Advance(TimeSpan.FromMinutes(14));
        await FailAsync(5);
        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");

        World.Time.Advance(TimeSpan.FromMinutes(1));
        Expect.Done(await World.SignInAsync(World.Boss.Email));
    }

    [Fact]
    public async Task Variants_of_an_address_share_one_counter()
    {
        foreach (var variant in new[] { "boss@example.com", "BOSS@EXAMPLE.COM", "  boss@example.com\t", "\uFF42oss@example.com", "bo\u017Fs@example.com" })
        {
            Expect.Failed(await World.SignInAsync(variant, "wrong"), "invalid_credentials");
        }

        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");
    }

    [Fact]
    public async Task A_success_forgets_the_failures_before_it()
    {
        await FailAsync(4);
        Expect.Done(await World.SignInAsync(World.Boss.Email));
        await FailAsync(4);

        Expect.Done(await World.SignInAsync(World.Boss.Email));
    }

    [Fact]
    public async Task Unknown_wrong_locked_and_disabled_have_one_answer()
    {
        var disabled = await World.MemberAsync(Roles.Admin);
        await World.DoAsync(World.Boss, new DisableMember(disabled.Id));
        var unknown = Expect.Failed(await World.SignInAsync("nobody@example.com"), "invalid_credentials");

        Assert.Equal(unknown, Expect.Failed(await World.SignInAsync(World.Boss.Email, "wrong"), "invalid_credentials"));
        Assert.Equal(unknown, Expect.Failed(await World.SignInAsync(disabled.Email), "invalid_credentials"));
        await FailAsync(5);
        Assert.Equal(unknown, Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials"));
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

public sealed class Signing_in_from_one_network : InAWorld
{
    private protected override VaultLimits Limits => new() { FailuresPerAddress = 3 };

    [Fact]
    public async Task Is_turned_away_after_too_many_failures_whoever_they_were_for()
    {
        for (var i = 0; i < 3; i++)
        {
            await World.SignInAsync($"nobody-{i}@example.com", from: From("2001:db8::1"));
        }

        Expect.Failed(await World.SignInAsync(World.Boss.Email, from: From("2001:db8::ffff")), "too_many_failures");
        Expect.Done(await World.SignInAsync(World.Boss.Email, from: From("2001:db8:0:1::1")));

        World.Time.Advance(TimeSpan.FromMinutes(15));
        Expect.Done(await World.SignInAsync(World.Boss.Email, from: From("2001:db8::1")));
    }

    private static Caller From(string address) => Caller.Nobody(IPAddress.Parse(address));
}
