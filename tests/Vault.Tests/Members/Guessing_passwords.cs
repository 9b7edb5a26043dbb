using System.Net;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Guesses from unknown devices: slower and slower, at most a hundred a day, and no response reveals who is a member.</summary>
public sealed class Guessing_passwords : VaultTest
{
    private const string Wrong = "not the right password";

    [Fact]
    public async Task The_first_ten_failed_sign_ins_are_not_delayed()
    {
        await FailAsync(Host.Owner.Email, 10);

        Assert.Equal(Host.Now, VaultTemplate.Start);
    }

    [Theory]
    [InlineData("boss@example.com")]
    [InlineData("unknown@example.com")]
    [InlineData("no address at all")]
    public async Task After_ten_failures_each_try_is_delayed_twice_as_long_up_to_a_minute_for_any_address(string email)
    {
        await FailAsync(email, 10);

        int[] delays = [.. await FailAsync(email, 8)];

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], delays);
    }

    [Fact]
    public async Task The_right_password_from_an_unknown_device_is_delayed_after_failures_and_then_accepted()
    {
        await FailAsync(Host.Owner.Email, 13);

        var (outcome, waited) = await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email));

        Expect.Done(outcome);
        Assert.Equal(TimeSpan.FromSeconds(8), waited);
    }

    [Fact]
    public async Task A_delayed_sign_in_takes_no_slot_of_the_password_queue()
    {
        var other = await Host.MemberAsync(Roles.Reporter);
        await FailAsync(Host.Owner.Email, 10);

        var delayed = Host.SignInAsync(Host.Owner.Email);
        Expect.Done(await Host.SignInAsync(other.Email));

        Assert.False(delayed.IsCompleted);
        Assert.Equal((1, 0), (Host.Vault.Tools.Delays.Waiting, Host.Vault.Tools.Passwords.Waiting));
        Expect.Done((await Host.WaitedAsync(delayed)).Outcome);
    }

    [Fact]
    public async Task A_delayed_sign_in_ends_with_an_audit_row_when_the_browser_disconnects()
    {
        await FailAsync(Host.Owner.Email, 10);
        using var browser = new CancellationTokenSource();
        var delayed = Host.AskAsync(
            From(1),
            new SignIn(Host.Owner.Email, VisitorSteps.Secret(VaultHost.Password)) { Aborted = browser.Token }
        );

        await browser.CancelAsync();

        Expect.Failed(await delayed, "busy");
        Assert.Equal((Act.SignIn, "busy"), ((await Host.LastAuditAsync()).Act, (await Host.LastAuditAsync()).Code));
        Assert.Equal(0, Host.Vault.Tools.Delays.Waiting);
    }

    [Theory]
    [InlineData("BOSS@EXAMPLE.COM")]
    [InlineData(" boss@example.com\t")]
    [InlineData("\u00a0Boss@Example.com\u3000")]
    [InlineData("ｂｏｓｓ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData("bo\u017f\u017f@example.com")]
    [InlineData("𝐛𝐨𝐬𝐬@example.com")]
    public async Task Failures_under_another_spelling_of_the_address_count_against_the_same_account(string spelling)
    {
        await FailAsync(spelling, 6);
        await FailAsync(Host.Owner.Email, 4);

        Assert.Equal([1], await FailAsync(spelling, 1));
        await using var db = Host.OpenDb();
        Assert.Equal((11, Host.Owner.Id.Value), (db.UnknownDeviceFailures.Single().Count, db.UnknownDeviceFailures.Single().MemberId));
    }

    [Fact]
    public async Task The_address_with_the_fewest_failures_is_forgotten_when_there_are_too_many_even_a_members()
    {
        await FailAsync(Host.Owner.Email, 1);
        await using var db = Host.OpenDb();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE "Numbers"("N") AS (SELECT 1 UNION ALL SELECT "N" + 1 FROM "Numbers" WHERE "N" < {SignInFailures.MaxAddresses})
            INSERT INTO "UnknownDeviceFailures" ("AddressKey", "MemberId", "Count", "Since")
            SELECT CAST("N" AS BLOB), NULL, 2, {Host.Now.ToUnixTimeMilliseconds()} FROM "Numbers"
            """
        );

        await FailAsync("new@example.com", 1);

        Assert.DoesNotContain(db.UnknownDeviceFailures, f => f.MemberId == Host.Owner.Id.Value);
    }

    [Fact]
    public async Task Every_one_of_several_simultaneous_failures_is_counted()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 9).Select(i => Task.Run(() => Host.SignInAsync(Host.Owner.Email, Wrong, From(i))))
        );

        Assert.All(outcomes, o => Expect.Failed(o, "invalid_credentials"));
        Assert.Equal(9, (await Host.AuditAsync()).Count(r => r.Act == Act.SignIn));
        await using var db = Host.OpenDb();
        Assert.Equal(9, db.UnknownDeviceFailures.Single().Count);
    }

    [Theory]
    [InlineData("boss@example.com")]
    [InlineData("unknown@example.com")]
    [InlineData("stopped@example.com")]
    [InlineData("disabled@example.com")]
    [InlineData("no address at all")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("\ud800")]
    public async Task A_failed_sign_in_has_the_same_answer_and_the_same_cost_for_every_address(string? email)
    {
        await PrepareMembersAsync();
        var before = Host.Vault.Tools.Passwords.Hashing.Computed;

        var (outcome, _) = await Host.WaitedAsync(Host.SignInAsync(email, Wrong));

        var problem = Expect.Failed(outcome, "invalid_credentials")[0];
        Assert.Contains(
            "The e-mail address or the password is wrong, or there were too many tries.",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.Null(problem.Field);
        Assert.Equal(Host.Vault.Limits.PasswordIterations, Host.Vault.Tools.Passwords.Hashing.Computed - before);
    }

    [Fact]
    public async Task A_failed_sign_in_for_an_unknown_address_is_audited_without_what_was_typed()
    {
        Expect.Failed(await Host.SignInAsync("my-password-in-the-wrong-field", Wrong, From(7)), "invalid_credentials");

        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (ActorKind.Nobody, Act.SignIn, AuditResult.Failed, "invalid_credentials", "203.0.113.7"),
            (row.ActorKind, row.Act, row.Result, row.Code, row.Address)
        );
        Assert.Equal((null, null, null), (row.TargetId, row.TargetName, row.Details));
    }

    [Fact]
    public async Task A_failed_sign_in_of_a_member_is_audited_with_their_name()
    {
        Expect.Failed(await Host.SignInAsync(Host.Owner.Email, Wrong), "invalid_credentials");

        var row = await Host.LastAuditAsync();
        Assert.Equal((Host.Owner.Id.Value, Host.Owner.Email, AuditResult.Failed), (row.TargetId, row.TargetName, row.Result));
    }

    [Fact]
    public async Task Delays_after_failed_sign_ins_survive_a_restart_also_for_an_unknown_address()
    {
        await FailAsync(Host.Owner.Email, 11);
        await FailAsync("unknown@example.com", 11);
        await Host.ReopenAsync();

        Assert.Equal([2], await FailAsync(Host.Owner.Email, 1));
        Assert.Equal([2], await FailAsync("unknown@example.com", 1));
    }

    [Fact]
    public async Task Failed_sign_ins_are_forgotten_a_day_after_the_first_failure()
    {
        await FailAsync(Host.Owner.Email, 10);
        Host.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([0], await FailAsync(Host.Owner.Email, 1));
        await using var db = Host.OpenDb();
        Assert.Equal(1, db.UnknownDeviceFailures.Single().Count);
    }

    private static Caller From(int last) => Caller.Anonymous(IPAddress.Parse($"203.0.113.{last}"));

    /// <summary>How many seconds each of these tries waited.</summary>
    private async Task<List<int>> FailAsync(string email, int times)
    {
        var waited = new List<int>();
        for (var i = 0; i < times; i++)
        {
            var (outcome, seconds) = await Host.WaitedAsync(Host.SignInAsync(email, Wrong, From(i)));
            Expect.Failed(outcome, "invalid_credentials");
            waited.Add((int)seconds.TotalSeconds);
        }
        return waited;
    }

    private async Task PrepareMembersAsync()
    {
        await using var db = Host.OpenDb();
        var hash = (await db.Users.SingleAsync()).PasswordHash!;
        var (stopped, disabled) = (
            NewMember.Make("stopped@example.com", hash, Host.Now),
            NewMember.Make("disabled@example.com", hash, Host.Now)
        );
        disabled.Disabled = true;
        db.AddRange(stopped, disabled);
        await db.SaveChangesAsync();
        await Host.StopUnknownDevicesAsync(stopped.Email!);
    }
}
