using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Usage;

/// <summary>A value that a service gets is noted on the secret, the binding and the
/// service: to the minute, in the commit of its row.</summary>
public sealed class Last_use : VaultTestWithReader
{
    [Fact]
    public async Task A_secrets_last_use_is_empty_until_its_value_is_read_and_then_shows_when_and_by_which_service()
    {
        Assert.Equal((null, null, null), await UsedAsync());

        await Host.ValueAsync(Caller);

        Assert.Equal((Host.Now, Host.Now, Host.Now), await UsedAsync());
        Assert.Equal(
            new LastUser(Service, "payments", IsRemoved: false),
            (await Host.DoAsync(Host.Owner, new GetSecret(Secret))).LastUsedBy
        );
        Assert.Equal(
            "payments",
            (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 10)))).Items[0].LastUsedByName
        );
        Assert.Equal(Host.Now, Assert.Single((await Host.DoAsync(Host.Owner, new GetSecret(Secret))).Bindings).LastUsed);
    }

    [Fact]
    public async Task Last_use_is_written_at_most_once_a_minute_even_when_reads_are_remembered()
    {
        await Host.ValueAsync(Caller);
        var first = Host.Now;
        Host.Time.Advance(TimeSpan.FromSeconds(59));
        await Host.CacheReadingAsync(Caller);
        Assert.Equal((first, first, first), await UsedAsync());

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.ValueAsync(Caller);
        Assert.Equal((Host.Now, Host.Now, Host.Now), await UsedAsync());

        await Host.ReopenAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.ValueAsync(Caller);
        Assert.Equal((Host.Now, Host.Now, Host.Now), await UsedAsync());
    }

    [Fact]
    public async Task Last_use_is_recorded_for_an_unchanged_value_but_not_for_listing_names()
    {
        await Host.NamesAsync(Caller);
        Assert.Equal((null, null, null), await UsedAsync());
        using var first = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY")));
        Host.Time.Advance(TimeSpan.FromMinutes(2));

        using var same = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY", first.Tag)));

        Assert.True(same.IsKnown);
        Assert.Equal((Host.Now, Host.Now, Host.Now), await UsedAsync());
    }

    [Fact]
    public async Task A_refused_read_is_not_recorded_as_last_use()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await Host.RefusedAsync(Caller);
        await Host.RefusedAsync(Caller, "NO_SUCH");
        await Host.RefusedAsync(Caller.WithCredential("sds_guess", ReaderSteps.ClientAddress));
        var gateway = await Host.ServiceAsync(Scopes.AiGateway);
        var key = await Host.SecretAsync(Store, "OPENAI", Scopes.AiGateway);
        await Host.BindingAsync(gateway, key, "KEY");
        Expect.Failed(
            await Host.AskAsync((await Host.CredentialAsync(gateway)).AsCaller(), new ResolveBinding("KEY")),
            "value_used_by_server"
        );

        Assert.Equal((null, null, null), await UsedAsync());
        Assert.Null((await Host.DoAsync(Host.Owner, new GetSecret(key))).LastUsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("team-a")]
    public async Task The_use_of_a_gateways_key_is_recorded_as_last_use_by_alias_or_as_the_default(string? alias)
    {
        var gateway = await Host.ServiceAsync(Scopes.AiGateway, name: "llm");
        var key = await Host.SecretAsync(Store, "OPENAI", Scopes.AiGateway, value: "sk-1");
        await Host.DoAsync(Host.Owner, new AssociateProvider("llm", key, new ProviderInput("openai", "team-a", IsDefault: true)));

        using var used = Expect.Done(
            await Host.AskAsync((await Host.CredentialAsync(gateway)).AsCaller(), new UseProviderKey("llm", "openai", alias))
        );

        var detail = await Host.DoAsync(Host.Owner, new GetSecret(key));
        Assert.Equal((Host.Now, new LastUser(gateway, "llm", IsRemoved: false)), (detail.LastUsed, detail.LastUsedBy));
        Assert.Equal(Host.Now, Assert.Single(detail.Bindings).LastUsed);
        Assert.Equal("openai.team-a", (await Host.AuditAsync()).Last(r => r.Act == Act.Resolve).TargetName);
    }

    [Fact]
    public async Task Recording_a_last_use_does_not_change_the_secrets_revision_or_modification_time()
    {
        var before = await Host.DoAsync(Host.Owner, new GetSecret(Secret));
        await Host.ValueAsync(Caller);

        var after = await Host.DoAsync(Host.Owner, new GetSecret(Secret));
        Assert.Equal((before.Revision, before.Modified, before.Version), (after.Revision, after.Modified, after.Version));
        await Host.DoAsync(
            Host.Owner,
            new EditSecret(Secret, before.Revision, Description: new() { Comment = "made from the revision before the read" })
        );
        Assert.Equal(Host.Now, (await Host.DoAsync(Host.Owner, new GetSecret(Secret))).LastUsed);
    }

    [Fact]
    public async Task A_token_sees_a_new_last_use_even_when_its_earlier_look_is_remembered()
    {
        var token = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        Assert.Equal((null, null), await SeenAsync());
        Assert.Equal((null, null), await SeenAsync());

        await Host.ValueAsync(Caller);
        Assert.Equal((Host.Now, Host.Now), await SeenAsync());
        Host.Time.Advance(TimeSpan.FromMinutes(3));
        await Host.ValueAsync(Caller);
        Assert.Equal((Host.Now, Host.Now), await SeenAsync());

        async Task<(DateTimeOffset?, DateTimeOffset?)> SeenAsync() =>
            (
                Expect.Done(await Host.AskAsync(token, new FindSecret(Store, Secret))).LastUsed,
                Expect
                    .Done(await Host.AskAsync(token, new ListSecrets(new SecretFilter(Store: Store), new PageRequest(1, 10))))
                    .Items[0]
                    .LastUsed
            );
    }

    [Fact]
    public async Task A_secrets_last_use_names_the_service_only_to_those_who_may_see_it()
    {
        await Host.ValueAsync(Caller);
        var reporter = await Host.MemberAsync(Roles.None, (Store, Roles.Reporter));

        Assert.Equal(new LastUser(null, null, IsRemoved: false), (await Host.DoAsync(reporter, new GetSecret(Secret))).LastUsedBy);
        Assert.Null((await Host.DoAsync(reporter, new ListSecrets(new SecretFilter(), new PageRequest(1, 10)))).Items[0].LastUsedByName);

        await Host.DoAsync(Host.Owner, new RemoveService(Service, Force: true));
        Assert.Equal(new LastUser(Service, null, IsRemoved: true), (await Host.DoAsync(Host.Owner, new GetSecret(Secret))).LastUsedBy);
    }

    [Fact]
    public async Task A_read_that_could_not_be_audited_is_not_recorded_as_last_use()
    {
        await using var db = Host.OpenDb();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"AuditEntries\" RENAME TO \"Elsewhere\"", TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => Host.ValueAsync(Caller));
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"AuditEntries\"", TestContext.Current.CancellationToken);
        Assert.Equal((null, null, null), await UsedAsync());

        await Host.ValueAsync(Caller);

        Assert.Equal((Host.Now, Host.Now, Host.Now), await UsedAsync());
    }

    private async Task<(DateTimeOffset? Secret, DateTimeOffset? Binding, DateTimeOffset? Service)> UsedAsync()
    {
        var service = await Host.DoAsync(Host.Owner, new GetService(Service));
        return (
            (await Host.DoAsync(Host.Owner, new GetSecret(Secret))).LastUsed,
            Assert.Single(service.Bindings).LastUsed,
            service.Service.LastUsed
        );
    }
}
