using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Five tries, then fifteen minutes; and no answer tells who is a member.</summary>
public sealed class Guessing_passwords : InAWorld
{
    private const string Wrong = "not the right password";

    [Fact]
    public async Task Locks_the_account_at_the_fifth_try_also_for_who_knows_the_password()
    {
        for (var i = 0; i < 4; i++)
        {
            Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong), "invalid_credentials");
        }
        Assert.Null((await MemberAsync()).LockoutEnd);

        Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong), "invalid_credentials");

        Assert.Equal(World.Now.AddMinutes(15), (await MemberAsync()).LockoutEnd);
        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");
    }

    [Fact]
    public async Task Is_forgiven_by_a_right_password_before_the_fifth_try()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong), "invalid_credentials");
            }
            Expect.Done(await World.SignInAsync(World.Boss.Email));
        }
    }

    [Fact]
    public async Task Waits_fifteen_minutes_which_more_tries_do_not_lengthen()
    {
        await LockAsync();
        World.Time.Advance(TimeSpan.FromMinutes(14.9));
        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");
        World.Time.Advance(TimeSpan.FromMinutes(0.1));

        Expect.Done(await World.SignInAsync(World.Boss.Email));
    }

    [Theory]
    [InlineData("BOSS@EXAMPLE.COM")]
    [InlineData(" boss@example.com\t")]
    [InlineData("\u00a0Boss@Example.com\u3000")]
    [InlineData("ｂｏｓｓ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData("bo\u017f\u017f@example.com")]
    [InlineData("𝐛𝐨𝐬𝐬@example.com")]
    public async Task Under_another_spelling_counts_against_the_same_account(string spelling)
    {
        for (var i = 0; i < 5; i++)
        {
            Expect.Failed(await World.SignInAsync(i % 2 == 0 ? spelling : World.Boss.Email, Wrong), "invalid_credentials");
        }

        Assert.True((await MemberAsync()).LockoutEnd > World.Now);
        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");
    }

    [Fact]
    public async Task At_once_counts_every_try_and_locks_after_exactly_five()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => World.SignInAsync(World.Boss.Email, Wrong, From(i)))));

        Assert.All(outcomes, o => Expect.Failed(o, "invalid_credentials"));
        var rows = (await World.AuditAsync()).FindAll(r => r.Act == Act.SignIn);
        Assert.Equal(12, rows.Count);
        Assert.Equal(4, rows.FindIndex(r => r.Details == """{"locked":true}"""));
        Assert.Single(rows, r => r.Details is not null);
    }

    [Theory]
    [InlineData("boss@example.com")]
    [InlineData("nobody@example.com")]
    [InlineData("locked@example.com")]
    [InlineData("disabled@example.com")]
    [InlineData("no address at all")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("\ud800")]
    public async Task Has_one_answer_and_one_price_for_whoever_is_meant(string? email)
    {
        await PrepareMembersAsync();
        var before = World.Vault.Tools.Passwords.Computed;

        var outcome = await World.SignInAsync(email, Wrong);

        var problem = Expect.Failed(outcome, "invalid_credentials")[0];
        Assert.Equal("The e-mail address or the password is wrong, or there were too many tries. After five, the account waits 15 minutes.", problem.Message);
        Assert.Null(problem.Field);
        Assert.Equal(1, World.Vault.Tools.Passwords.Computed - before);
    }

    [Fact]
    public void Of_nobody_costs_what_a_real_one_costs()
    {
        var real = Convert.FromBase64String(new PasswordHasher<Member>().HashPassword(new Member(), Wrong));
        var dummy = Convert.FromBase64String(PasswordDesk.Dummy);

        Assert.Equal(real[..13], dummy[..13]); // Format, function, iterations, the salt's length.
        Assert.Equal(real.Length, dummy.Length);
    }

    [Fact]
    public async Task Of_nobody_is_audited_without_what_was_typed()
    {
        Expect.Failed(await World.SignInAsync("my-password-in-the-wrong-field", Wrong, From(7)), "invalid_credentials");

        var row = await World.LastAuditAsync();
        Assert.Equal((ActorKind.Nobody, Act.SignIn, AuditResult.Failed, "invalid_credentials", "203.0.113.7"), (row.ActorKind, row.Act, row.Result, row.Code, row.Address));
        Assert.Equal((null, null, null), (row.TargetId, row.TargetName, row.Details));
    }

    [Fact]
    public async Task Of_a_member_is_audited_with_their_name()
    {
        Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong), "invalid_credentials");

        var row = await World.LastAuditAsync();
        Assert.Equal((World.Boss.Id.Value, World.Boss.Email, AuditResult.Failed), (row.TargetId, row.TargetName, row.Result));
    }

    [Fact]
    public async Task From_one_network_is_turned_away_before_it_locks_everybody_and_costs_no_hash_then()
    {
        await ReopenWithAsync(failuresPerAddress: 3);
        for (var i = 0; i < 3; i++)
        {
            Expect.Failed(await World.SignInAsync($"member-{i}@example.com", Wrong, Caller.Nobody(IPAddress.Parse($"2001:db8:1:2::{i}"))), "invalid_credentials");
        }
        var before = World.Vault.Tools.Passwords.Computed;

        Expect.Failed(await World.SignInAsync(World.Boss.Email, World.Password, Caller.Nobody(IPAddress.Parse("2001:db8:1:2::ffff"))), "too_many_failures");

        Assert.Equal(before, World.Vault.Tools.Passwords.Computed);
        Expect.Done(await World.SignInAsync(World.Boss.Email, World.Password, Caller.Nobody(IPAddress.Parse("2001:db8:1:3::1"))));
        World.Time.Advance(TimeSpan.FromMinutes(15));
        Expect.Done(await World.SignInAsync(World.Boss.Email, World.Password, Caller.Nobody(IPAddress.Parse("2001:db8:1:2::ffff"))));
    }

    [Fact]
    public async Task From_an_address_counts_once_whether_written_as_four_or_as_six()
    {
        await ReopenWithAsync(failuresPerAddress: 2);
        Expect.Failed(await World.SignInAsync("one@example.com", Wrong, Caller.Nobody(IPAddress.Parse("198.51.100.4"))), "invalid_credentials");
        Expect.Failed(await World.SignInAsync("two@example.com", Wrong, Caller.Nobody(IPAddress.Parse("::ffff:198.51.100.4"))), "invalid_credentials");

        Expect.Failed(await World.SignInAsync(World.Boss.Email, World.Password, Caller.Nobody(IPAddress.Parse("198.51.100.4"))), "too_many_failures");
    }

    [Fact]
    public async Task After_a_restart_finds_the_lock_still_there()
    {
        await LockAsync();
        await World.ReopenAsync();

        Expect.Failed(await World.SignInAsync(World.Boss.Email), "invalid_credentials");
    }

    private static Caller From(int last) => Caller.Nobody(IPAddress.Parse($"203.0.113.{last}"));

    private async Task LockAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong), "invalid_credentials");
        }
    }

    private Task ReopenWithAsync(int failuresPerAddress) =>
        World.ReopenAsync(World.Options with { Limits = World.Options.Limits with { FailuresPerAddress = failuresPerAddress } });

    private async Task PrepareMembersAsync()
    {
        await using var db = World.OpenDb();
        var (locked, disabled) = (NewMember.Make("locked@example.com", PasswordDesk.Dummy, World.Now), NewMember.Make("disabled@example.com", PasswordDesk.Dummy, World.Now));
        (locked.LockoutEnd, disabled.Disabled) = (World.Now.AddMinutes(1), true);
        db.AddRange(locked, disabled);
        await db.SaveChangesAsync();
    }

    private async Task<Member> MemberAsync()
    {
        await using var db = World.OpenDb();
        return await db.Users.SingleAsync(m => m.Id == World.Boss.Id.Value);
    }
}
