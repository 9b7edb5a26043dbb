using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Usage;

/// <summary>Unused for so many days is what was last used before that, or never although it
/// was there: what was made today is not unused for a week.</summary>
public sealed class Unused_secrets_and_services : VaultTest
{
    [Fact]
    public async Task A_secret_or_service_is_unused_when_it_is_old_enough_and_was_not_used_for_so_many_days()
    {
        var store = await Host.StoreAsync();
        var service = await Host.ServiceAsync(Scopes.Workers, name: "reads");
        await Host.ServiceAsync(Scopes.Workers, name: "idle");
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(store, "READ"), "READ"));
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(store, "READ_ONCE"), "READ_ONCE"));
        await Host.SecretAsync(store, "NEVER");
        var caller = (await Host.CredentialAsync(service)).AsCaller();
        await Host.ValueAsync(caller, "READ_ONCE");
        Host.Time.Advance(TimeSpan.FromDays(40));
        await Host.ValueAsync(caller, "READ");
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        await Host.DoAsync(owner, new CreateSecrets(store, [VaultSampleData.New("NEW")]));

        Assert.Equal(["NEVER", "READ_ONCE"], await SecretsAsync(owner, 30));
        Assert.Equal(["NEVER", "READ_ONCE"], await SecretsAsync(owner, 7));
        Assert.Empty(await SecretsAsync(owner, 90));
        Assert.Equal(
            ["NEVER", "READ_ONCE"],
            (await Host.DoAsync(owner, new ExportSecrets(new SecretFilter(UnusedDays: 30)))).Select(s => s.Name)
        );
        Assert.Equal(["idle"], await ServicesAsync(owner, 30));
        Assert.Empty(await ServicesAsync(owner, 90));
    }

    [Fact]
    public async Task Unused_bindings_and_credentials_of_a_service_are_found_by_the_same_rule()
    {
        var store = await Host.StoreAsync();
        var (service, other) = (
            await Host.ServiceAsync(Scopes.Workers, name: "checkout"),
            await Host.ServiceAsync(Scopes.Workers, name: "other")
        );
        var secret = await Host.SecretAsync(store, "STRIPE");
        foreach (var (bound, name) in new[] { (service, "READ"), (service, "READ_ONCE"), (service, "NEVER"), (other, "THEIRS") })
        {
            await Host.DoAsync(Host.Owner, new BindSecret(bound, secret, name));
        }
        var forever = ReaderSteps.Input with { Expires = Expiry.Never };
        var used = await Host.CredentialAsync(service, forever with { Name = "used" });
        var usedOnce = await Host.CredentialAsync(service, forever with { Name = "used once" });
        await Host.CredentialAsync(service, forever with { Name = "never used" });
        await Host.CredentialAsync(other, forever with { Name = "theirs" });
        await Host.ValueAsync(usedOnce.AsCaller(), "READ_ONCE");
        Host.Time.Advance(TimeSpan.FromDays(40));
        await Host.ValueAsync(used.AsCaller(), "READ");
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        await Host.DoAsync(owner, new BindSecret(service, secret, "NEW"));
        await Host.DoAsync(owner, new IssueCredential(service, forever with { Name = "new" }));

        Assert.Equal(["NEVER", "READ_ONCE"], await BindingsAsync(owner, service, 30));
        Assert.Equal(["NEVER", "READ_ONCE"], await BindingsAsync(owner, service, 7));
        Assert.Empty(await BindingsAsync(owner, service, 90));
        Assert.Equal(4, (await Host.DoAsync(owner, new GetService(service, 30))).Service.Bindings);
        Assert.Equal(["never used", "used once"], await CredentialsAsync(owner, service, 30));
        Assert.Empty(await CredentialsAsync(owner, service, 90));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3_651)]
    [InlineData(int.MaxValue)]
    public async Task A_filter_for_unused_days_rejects_numbers_out_of_range(int days)
    {
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new ListSecrets(new SecretFilter(UnusedDays: days), new PageRequest(1, 10))),
            "unused_days_invalid"
        );
        Expect.Failed(await Host.AskAsync(Host.Owner, new ExportSecrets(new SecretFilter(UnusedDays: days))), "unused_days_invalid");
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new ListServices(new ServiceFilter(UnusedDays: days), new PageRequest(1, 10))),
            "unused_days_invalid"
        );
        var service = await Host.ServiceAsync(Scopes.Workers);
        Expect.Failed(await Host.AskAsync(Host.Owner, new GetService(service, days)), "unused_days_invalid");
        Expect.Failed(await Host.AskAsync(Host.Owner, new ListCredentials(service, days)), "unused_days_invalid");
    }

    private async Task<IEnumerable<string>> SecretsAsync(Person person, int days) =>
        (await Host.DoAsync(person, new ListSecrets(new SecretFilter(UnusedDays: days), new PageRequest(1, 10)))).Items.Select(s => s.Name);

    private async Task<IEnumerable<string>> BindingsAsync(Person person, ServiceId service, int days) =>
        (await Host.DoAsync(person, new GetService(service, days))).Bindings.Select(b => b.Variable);

    private async Task<IEnumerable<string>> CredentialsAsync(Person person, ServiceId service, int days) =>
        (await Host.DoAsync(person, new ListCredentials(service, days))).Select(c => c.Name);

    private async Task<IEnumerable<string>> ServicesAsync(Person person, int days) =>
        (await Host.DoAsync(person, new ListServices(new ServiceFilter(UnusedDays: days), new PageRequest(1, 10)))).Items.Select(s =>
            s.Name
        );
}
