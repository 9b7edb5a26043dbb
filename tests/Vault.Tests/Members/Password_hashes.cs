using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>How passwords are hashed. Each try costs the same iterations for every address and for hashes of any age.</summary>
public sealed class Password_hashes : VaultTest
{
    private const int Iterations = 20,
        Old = 10;
    private const string Composed = "straße über den flüssen",
        Decomposed = "straße u\u0308ber den flu\u0308ssen";

    private protected override VaultLimits Limits => new() { PasswordIterations = Iterations };

    [Fact]
    public void Password_hashes_have_at_least_210_000_iterations_of_hmac_sha_512()
    {
        var hash = Convert.FromBase64String(
            new PasswordHashing(new VaultLimits().PasswordIterations).Hash(VisitorSteps.Secret(VaultHost.Password))
        );

        Assert.Equal((1, 2u), (hash[0], BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1))));
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 210_000);
    }

    [Fact]
    public void The_dummy_password_hash_has_the_same_form_and_cost_as_a_real_one()
    {
        var hashing = new PasswordHashing(Iterations);
        var (real, dummy) = (
            Convert.FromBase64String(hashing.Hash(VisitorSteps.Secret(VaultHost.Password))),
            Convert.FromBase64String(hashing.Dummy)
        );

        Assert.Equal(real[..13], dummy[..13]); // Format, function, iterations, the salt's length.
        Assert.Equal(real.Length, dummy.Length);
    }

    [Theory]
    [InlineData("not the right password", 1)]
    [InlineData("", 1)]
    [InlineData(Composed, 1)]
    [InlineData(Decomposed, 2)]
    public async Task A_wrong_password_costs_the_same_for_old_new_disabled_stopped_and_unknown_members(string password, int times)
    {
        await MemberAsync("old@example.com", Old);
        await MemberAsync("new@example.com", Iterations);
        await MemberAsync("stopped@example.com", Iterations);
        await MemberAsync("disabled@example.com", Old, disabled: true);
        await Host.StopUnknownDevicesAsync("stopped@example.com");

        foreach (
            var email in new[]
            {
                "old@example.com",
                "new@example.com",
                "disabled@example.com",
                "stopped@example.com",
                "unknown@example.com",
            }
        )
        {
            Assert.Equal(
                times * Iterations,
                await CostAsync(async () =>
                    Expect.Failed((await Host.WaitedAsync(Host.SignInAsync(email, password))).Outcome, "invalid_credentials")
                )
            );
        }
    }

    [Fact]
    public async Task Password_hashes_of_fewer_iterations_are_renewed_at_the_next_right_password()
    {
        await MemberAsync("old@example.com", Old);

        Assert.Equal(2 * Iterations, await CostAsync(async () => Expect.Done(await Host.SignInAsync("old@example.com"))));
        Assert.Equal(Iterations, IterationsOf(await HashAsync("old@example.com")));
        Assert.Equal(Iterations, await CostAsync(async () => Expect.Done(await Host.SignInAsync("old@example.com"))));
    }

    [Fact]
    public async Task Password_hashes_of_fewer_iterations_are_not_renewed_when_the_password_is_wrong()
    {
        await MemberAsync("old@example.com", Old);

        await Host.SignInAsync("old@example.com", "not the right password");

        Assert.Equal(Old, IterationsOf(await HashAsync("old@example.com")));
    }

    [Fact]
    public async Task Two_simultaneous_sign_ins_with_a_password_hash_of_fewer_iterations_both_succeed()
    {
        await MemberAsync("old@example.com", Old);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Host.SignInAsync("old@example.com"))));

        Assert.All(both, o => Expect.Done(o));
    }

    [Fact]
    public async Task A_wrong_password_costs_the_full_iterations_at_a_password_change_too()
    {
        await MemberAsync("old@example.com", Old);
        await using var db = Host.OpenDb();
        var person = await Host.SignedInAsync(await db.Users.SingleAsync(m => m.Email == "old@example.com"));

        var cost = await CostAsync(async () =>
            Expect.Failed(
                await Host.AskAsync(
                    person,
                    new ChangeOwnPassword(
                        VisitorSteps.Secret("wrong"),
                        VisitorSteps.Secret(VisitorSteps.NewPassword),
                        VisitorSteps.Secret(VisitorSteps.NewPassword)
                    )
                ),
                "current_password_wrong"
            )
        );

        Assert.Equal(Iterations, cost);
    }

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData("four unrelated words", "four\u00a0unrelated\u3000words")]
    [InlineData("한국어 비밀번호 네 단어", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165 비밀번호 네 단어")]
    public async Task A_password_is_accepted_in_another_unicode_form(string chosen, string typed)
    {
        var link = await Host.InviteAsync(Host.Owner);
        Expect.Done(await Host.AcceptAsync(link.Token, chosen));

        Expect.Done(await Host.SignInAsync("guest@example.com", typed));
        Expect.Done(await Host.SignInAsync("guest@example.com", chosen));
    }

    [Fact]
    public async Task Passwords_that_differ_in_case_or_width_are_different()
    {
        var link = await Host.InviteAsync(Host.Owner);
        Expect.Done(await Host.AcceptAsync(link.Token, "four unrelated words"));

        Expect.Failed(await Host.SignInAsync("guest@example.com", "Four unrelated words"), "invalid_credentials");
        Expect.Failed(await Host.SignInAsync("guest@example.com", "ｆour unrelated words"), "invalid_credentials");
    }

    [Fact]
    public async Task A_hash_of_a_password_that_was_not_normalised_is_accepted_and_then_renewed()
    {
        await MemberAsync("old@example.com", Iterations, Decomposed);
        Expect.Failed(await Host.SignInAsync("old@example.com", Composed), "invalid_credentials");

        Expect.Done(await Host.SignInAsync("old@example.com", Decomposed));

        Expect.Done(await Host.SignInAsync("old@example.com", Composed));
    }

    [Theory]
    [InlineData("four\u200bunrelated words", "password_invalid")]
    [InlineData("four unrelated\tkinds of words", "password_invalid")]
    [InlineData("four unrelated words\u0000", "password_invalid")]
    [InlineData("four unrelated words \ue000", "password_invalid")]
    [InlineData("e\u0301a\u0301o\u0301i\u0301u\u0301y\u0301", "password_too_short")]
    public async Task A_password_that_cannot_be_typed_alike_everywhere_or_is_too_short_is_rejected(string password, string code)
    {
        var link = await Host.InviteAsync(Host.Owner);

        Assert.Equal("Password", Expect.Failed(await Host.AcceptAsync(link.Token, password), code)[0].Field);
    }

    [Fact]
    public async Task Two_passwords_that_differ_only_in_their_unicode_form_match()
    {
        var link = await Host.InviteAsync(Host.Owner);

        Expect.Done(await Host.AcceptAsync(link.Token, Composed, Decomposed));
    }

    private async Task<long> CostAsync(Func<Task> work)
    {
        var before = Host.Vault.Tools.Passwords.Hashing.Computed;
        await work();
        return Host.Vault.Tools.Passwords.Hashing.Computed - before;
    }

    private async Task MemberAsync(string email, int iterations, string password = VaultHost.Password, bool disabled = false)
    {
        var hasher = new PasswordHasher<Member>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        await using var db = Host.OpenDb();
        var member = NewMember.Make(email, hasher.HashPassword(new Member(), password), Host.Now);
        member.Disabled = disabled;
        db.Add(member);
        await db.SaveChangesAsync();
    }

    private async Task<string> HashAsync(string email)
    {
        await using var db = Host.OpenDb();
        return (await db.Users.SingleAsync(m => m.Email == email)).PasswordHash!;
    }

    private static int IterationsOf(string hash) => (int)BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
}
