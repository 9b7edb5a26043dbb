using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Credentials;

public sealed class Rolling_a_credential : InAWorld
{
    private ServiceId _service;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await World.ServiceAsync(Scopes.Workers);
        await World.DoAsync(World.Boss, new BindSecret(_service, await World.SecretAsync(await World.StoreAsync(), "STRIPE"), "KEY"));
    }

    [Fact]
    public async Task Rolled_the_old_text_counts_for_24_hours_more_and_the_new_one_from_now_on()
    {
        var old = await World.CredentialAsync(_service);
        await World.RememberAsync(old.Holder());
        var rolled = await World.DoAsync(World.Boss, new RollCredential(_service, old.Credential.Id));

        World.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await World.RememberAsync(old.Holder());
        await World.RememberAsync(rolled.Holder());
        World.Time.Advance(TimeSpan.FromMilliseconds(1));

        await AssertRefusedAsync(old.Holder(), Standing.TokenExpired, "This credential has expired.");
        await World.RememberAsync(rolled.Holder());
    }

    [Fact]
    public async Task Rolled_the_old_text_ends_at_its_moment_also_where_what_it_read_is_remembered()
    {
        var old = await World.CredentialAsync(_service);
        await World.RememberAsync(old.Holder());
        await World.DoAsync(World.Boss, new RollCredential(_service, old.Credential.Id, PreviousUntil: World.Now.AddSeconds(10)));
        await World.RememberAsync(old.Holder());

        World.Time.Advance(TimeSpan.FromSeconds(10));

        await AssertRefusedAsync(old.Holder(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task Rolled_without_an_overlap_the_old_text_is_dead_at_once()
    {
        var old = await World.CredentialAsync(_service);
        await World.RememberAsync(old.Holder());

        await World.DoAsync(World.Boss, new RollCredential(_service, old.Credential.Id, PreviousUntil: World.Now));

        await AssertRefusedAsync(old.Holder(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task Rolled_twice_the_text_that_was_never_used_is_replaced_and_the_one_in_use_stays()
    {
        var first = await World.CredentialAsync(_service);
        await World.RememberAsync(first.Holder());
        var lost = await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id));
        World.Time.Advance(TimeSpan.FromMinutes(20));
        var repeated = await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id));

        await AssertRefusedAsync(lost.Holder(), Standing.Unknown, "This credential is not known.");
        Assert.Equal(World.Now.AddHours(24), repeated.Credential.PreviousUntil);
        World.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await World.RememberAsync(first.Holder());
        await World.RememberAsync(repeated.Holder());
    }

    [Fact]
    public async Task Rolled_ten_times_by_a_client_that_hears_nothing_the_running_service_goes_on()
    {
        var first = await World.CredentialAsync(_service);
        await World.RememberAsync(first.Holder());

        for (var i = 0; i < 10; i++)
        {
            await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id));
            await World.RememberAsync(first.Holder());
        }
    }

    [Fact]
    public async Task Rolled_again_a_longer_overlap_is_not_cut_short_unless_it_is_asked_for()
    {
        var first = await World.CredentialAsync(_service);
        var month = World.Now.AddDays(30);
        await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id, PreviousUntil: month));

        Assert.Equal(month, (await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id))).Credential.PreviousUntil);
        await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id, PreviousUntil: World.Now));

        await AssertRefusedAsync(first.Holder(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task Rolled_while_two_texts_are_in_use_it_is_refused_unless_forced_or_all_that_is_old_is_ended()
    {
        var first = await World.CredentialAsync(_service);
        var second = await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id));
        await World.ValueAsync(first.Holder());
        await World.ValueAsync(second.Holder()); // In the same moment: its first use is noted all the same.

        Expect.Failed(await World.AskAsync(World.Boss, new RollCredential(_service, first.Credential.Id)), "roll_in_progress");
        Expect.Failed(await World.AskAsync(World.Boss, new RollCredential(_service, first.Credential.Id, PreviousUntil: World.Now.AddDays(2))), "roll_in_progress");
        await World.RememberAsync(first.Holder());
        var third = await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id, Force: true));

        await AssertRefusedAsync(first.Holder(), Standing.Unknown, "This credential is not known.");
        await World.RememberAsync(second.Holder());
        await World.RememberAsync(third.Holder());
        var fourth = await World.DoAsync(World.Boss, new RollCredential(_service, first.Credential.Id, PreviousUntil: World.Now)); // A leak: nothing old is valid any more.
        await AssertRefusedAsync(second.Holder(), Standing.Unknown, "This credential is not known.");
        await AssertRefusedAsync(third.Holder(), Standing.TokenExpired, "This credential has expired.");
        await World.RememberAsync(fourth.Holder());
    }

    [Fact]
    public async Task Rolled_after_the_overlap_has_ended_it_is_rolled_as_ever()
    {
        var first = await World.CredentialAsync(_service);
        var keeper = (await World.AccountTokenAsync(new TokenInput("keeper", null, Administer: true, Expires: Expiry.Never))).Holder();
        var second = Expect.Done(await World.AskAsync(keeper, new RollCredential(_service, first.Credential.Id)));
        await World.ValueAsync(second.Holder());
        World.Time.Advance(TimeSpan.FromHours(24));

        var third = Expect.Done(await World.AskAsync(keeper, new RollCredential(_service, first.Credential.Id)));

        await World.RememberAsync(second.Holder());
        await World.RememberAsync(third.Holder());
    }

    [Fact]
    public async Task Rolled_the_old_text_never_outlives_the_credential()
    {
        var old = await World.CredentialAsync(_service, Readers.Input with { Expires = Expiry.After(TimeSpan.FromHours(1)) });
        await World.DoAsync(World.Boss, new RollCredential(_service, old.Credential.Id));

        World.Time.Advance(TimeSpan.FromHours(1));

        await AssertRefusedAsync(old.Holder(), Standing.TokenExpired, "This credential has expired.");
    }

    private async Task AssertRefusedAsync(Caller caller, Standing standing, string reason)
    {
        var decision = await World.RefusedAsync(caller);
        Assert.Equal((standing, reason), (decision.Question.Actor.Standing, decision.Authorization.Reason));
        Assert.Equal(reason, (await World.LastAuditAsync()).AuthorizationReason);
    }
}
