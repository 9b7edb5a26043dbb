using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Credentials;

public sealed class Rolling_a_credential : VaultTest
{
    private ServiceId _service;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(_service, await Host.SecretAsync(await Host.StoreAsync(), "STRIPE"), "KEY"));
    }

    [Fact]
    public async Task The_old_text_of_a_rolled_credential_is_valid_for_24_more_hours_and_the_new_text_at_once()
    {
        var old = await Host.CredentialAsync(_service);
        await Host.CacheReadingAsync(old.AsCaller());
        var rolled = await Host.DoAsync(Host.Owner, new RollCredential(_service, old.Credential.Id));

        Host.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await Host.CacheReadingAsync(old.AsCaller());
        await Host.CacheReadingAsync(rolled.AsCaller());
        Host.Time.Advance(TimeSpan.FromMilliseconds(1));

        await AssertRefusedAsync(old.AsCaller(), Standing.TokenExpired, "This credential has expired.");
        await Host.CacheReadingAsync(rolled.AsCaller());
    }

    [Fact]
    public async Task The_old_text_of_a_rolled_credential_expires_on_time_even_if_its_read_is_remembered()
    {
        var old = await Host.CredentialAsync(_service);
        await Host.CacheReadingAsync(old.AsCaller());
        await Host.DoAsync(Host.Owner, new RollCredential(_service, old.Credential.Id, PreviousUntil: Host.Now.AddSeconds(10)));
        await Host.CacheReadingAsync(old.AsCaller());

        Host.Time.Advance(TimeSpan.FromSeconds(10));

        await AssertRefusedAsync(old.AsCaller(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task Rolling_a_credential_without_an_overlap_invalidates_the_old_text_at_once()
    {
        var old = await Host.CredentialAsync(_service);
        await Host.CacheReadingAsync(old.AsCaller());

        await Host.DoAsync(Host.Owner, new RollCredential(_service, old.Credential.Id, PreviousUntil: Host.Now));

        await AssertRefusedAsync(old.AsCaller(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task Rolling_a_credential_twice_replaces_the_unused_text_and_keeps_the_one_in_use()
    {
        var first = await Host.CredentialAsync(_service);
        await Host.CacheReadingAsync(first.AsCaller());
        var lost = await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id));
        Host.Time.Advance(TimeSpan.FromMinutes(20));
        var repeated = await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id));

        await AssertRefusedAsync(lost.AsCaller(), Standing.Unknown, "This credential is not known.");
        Assert.Equal(Host.Now.AddHours(24), repeated.Credential.PreviousUntil);
        Host.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await Host.CacheReadingAsync(first.AsCaller());
        await Host.CacheReadingAsync(repeated.AsCaller());
    }

    [Fact]
    public async Task Rolling_a_credential_ten_times_without_using_the_new_text_keeps_the_running_service_working()
    {
        var first = await Host.CredentialAsync(_service);
        await Host.CacheReadingAsync(first.AsCaller());

        for (var i = 0; i < 10; i++)
        {
            await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id));
            await Host.CacheReadingAsync(first.AsCaller());
        }
    }

    [Fact]
    public async Task Rolling_a_credential_again_does_not_shorten_a_longer_overlap_unless_requested()
    {
        var first = await Host.CredentialAsync(_service);
        var month = Host.Now.AddDays(30);
        await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id, PreviousUntil: month));

        Assert.Equal(month, (await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id))).Credential.PreviousUntil);
        await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id, PreviousUntil: Host.Now));

        await AssertRefusedAsync(first.AsCaller(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task A_credential_with_two_texts_in_use_is_not_rolled_unless_forced_or_all_old_texts_are_ended()
    {
        var first = await Host.CredentialAsync(_service);
        var second = await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id));
        await Host.ValueAsync(first.AsCaller());
        await Host.ValueAsync(second.AsCaller()); // In the same moment: its first use is noted all the same.

        Expect.Failed(await Host.AskAsync(Host.Owner, new RollCredential(_service, first.Credential.Id)), "roll_in_progress");
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new RollCredential(_service, first.Credential.Id, PreviousUntil: Host.Now.AddDays(2))),
            "roll_in_progress"
        );
        await Host.CacheReadingAsync(first.AsCaller());
        var third = await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id, Force: true));

        await AssertRefusedAsync(first.AsCaller(), Standing.Unknown, "This credential is not known.");
        await Host.CacheReadingAsync(second.AsCaller());
        await Host.CacheReadingAsync(third.AsCaller());
        // A leak: nothing old is valid any more.
        var fourth = await Host.DoAsync(Host.Owner, new RollCredential(_service, first.Credential.Id, PreviousUntil: Host.Now));
        await AssertRefusedAsync(second.AsCaller(), Standing.Unknown, "This credential is not known.");
        await AssertRefusedAsync(third.AsCaller(), Standing.TokenExpired, "This credential has expired.");
        await Host.CacheReadingAsync(fourth.AsCaller());
    }

    [Fact]
    public async Task A_credential_can_be_rolled_again_after_its_overlap_has_ended()
    {
        var first = await Host.CredentialAsync(_service);
        var administrator = (
            await Host.AccountTokenAsync(new TokenInput("keeper", null, Administer: true, Expires: Expiry.Never))
        ).AsCaller();
        var second = Expect.Done(await Host.AskAsync(administrator, new RollCredential(_service, first.Credential.Id)));
        await Host.ValueAsync(second.AsCaller());
        Host.Time.Advance(TimeSpan.FromHours(24));

        var third = Expect.Done(await Host.AskAsync(administrator, new RollCredential(_service, first.Credential.Id)));

        await Host.CacheReadingAsync(second.AsCaller());
        await Host.CacheReadingAsync(third.AsCaller());
    }

    [Fact]
    public async Task The_old_text_of_a_rolled_credential_never_outlives_the_credential()
    {
        var old = await Host.CredentialAsync(_service, ReaderSteps.Input with { Expires = Expiry.After(TimeSpan.FromHours(1)) });
        await Host.DoAsync(Host.Owner, new RollCredential(_service, old.Credential.Id));

        Host.Time.Advance(TimeSpan.FromHours(1));

        await AssertRefusedAsync(old.AsCaller(), Standing.TokenExpired, "This credential has expired.");
    }

    private async Task AssertRefusedAsync(Caller caller, Standing standing, string reason)
    {
        var decision = await Host.RefusedAsync(caller);
        Assert.Equal((standing, reason), (decision.Question.Actor.Standing, decision.Authorization.Reason));
        Assert.Equal(reason, (await Host.LastAuditAsync()).AuthorizationReason);
    }
}
