using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Signing_in : VaultTest
{
    [Fact]
    public async Task Each_sign_in_starts_a_session_of_its_own()
    {
        var (first, second) = (
            Expect.Done(await Host.SignInAsync(Host.Owner.Email)),
            Expect.Done(await Host.SignInAsync(" Boss@EXAMPLE.com "))
        );

        Assert.NotEqual(first.Session, second.Session);
        Assert.Equal(Host.Owner.Id, second.Member);
    }

    [Fact]
    public async Task Nine_wrong_passwords_do_not_keep_a_member_from_signing_in()
    {
        await FailAsync(9);

        Expect.Done(await Host.SignInAsync(Host.Owner.Email));
    }

    [Fact]
    public async Task A_successful_sign_in_does_not_reset_the_earlier_failures_of_unknown_devices()
    {
        await FailAsync(9);
        Expect.Done(await Host.SignInAsync(Host.Owner.Email));
        await FailAsync(1);

        Assert.Equal(TimeSpan.FromSeconds(1), (await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email))).Waited);
    }

    [Fact]
    public async Task Unknown_stopped_and_disabled_members_and_wrong_passwords_get_the_same_answer()
    {
        var disabled = await Host.MemberAsync(Roles.Admin);
        await Host.DoAsync(Host.Owner, new DisableMember(disabled.Id));
        var unknown = Expect.Failed(await Host.SignInAsync("unknown@example.com"), "invalid_credentials");

        Assert.Equal(unknown, Expect.Failed(await Host.SignInAsync(Host.Owner.Email, "wrong"), "invalid_credentials"));
        Assert.Equal(unknown, Expect.Failed(await Host.SignInAsync(disabled.Email), "invalid_credentials"));
        await Host.StopUnknownDevicesAsync(disabled.Email);
        Assert.Equal(unknown, Expect.Failed((await Host.WaitedAsync(Host.SignInAsync(disabled.Email))).Outcome, "invalid_credentials"));
    }

    [Fact]
    public async Task What_was_typed_as_an_unknown_address_is_not_recorded()
    {
        await Host.SignInAsync("my-password-by-mistake");

        var row = await Host.LastAuditAsync();
        Assert.Equal((Act.SignIn, "invalid_credentials", null), (row.Act, row.Code, row.TargetName));
        Assert.DoesNotContain("mistake", row.Details ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    public async Task An_empty_password_is_treated_as_a_wrong_one(string password) =>
        Expect.Failed(await Host.SignInAsync(Host.Owner.Email, password), "invalid_credentials");

    [Fact]
    public async Task Missing_or_extremely_long_input_is_treated_as_wrong_credentials()
    {
        Expect.Failed(await Host.AskAsync(VisitorSteps.Visitor, new SignIn(null, null)), "invalid_credentials");
        Expect.Failed(await Host.SignInAsync(new string('a', 1_000_000), new string('b', 1_000_000)), "invalid_credentials");
    }

    [Fact]
    public async Task A_session_that_expired_long_ago_is_deleted_at_the_next_sign_in()
    {
        Host.Time.Advance(TimeSpan.FromHours(25));

        Expect.Done(await Host.SignInAsync(Host.Owner.Email));

        await using var db = Host.OpenDb();
        Assert.Single(db.Sessions);
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Expect.Failed(await Host.SignInAsync(Host.Owner.Email, "wrong"), "invalid_credentials");
        }
    }
}
