using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Usage;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Activity_of_a_secret : VaultTest
{
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
    }

    [Fact]
    public async Task The_activity_of_a_secret_lists_the_newest_act_first_including_refused_ones()
    {
        var secret = await Host.SecretAsync(_store, "API_KEY");
        await Host.AskAsync(await Host.MemberAsync(Roles.Deployer), new DeleteSecret(secret));
        await Host.DoAsync(Host.Owner, new EditSecret(secret, 1, Description: new() { Comment = "new" }));

        Assert.Equal(
            [(Act.EditSecret, AuditResult.Done), (Act.DeleteSecret, AuditResult.Refused), (Act.CreateSecret, AuditResult.Done)],
            await ActsAsync(Host.Owner, secret)
        );
    }

    [Fact]
    public async Task The_activity_of_a_secret_that_was_created_with_others_shows_its_creation()
    {
        var ids = await Host.DoAsync(Host.Owner, new CreateSecrets(_store, [VaultSampleData.New("ONE"), VaultSampleData.New("TWO")]));

        Assert.Equal([(Act.CreateSecret, AuditResult.Done)], await ActsAsync(Host.Owner, ids[1]));
    }

    [Fact]
    public async Task The_activity_of_a_duplicates_source_shows_the_duplication_too()
    {
        var source = await Host.SecretAsync(_store, "API_KEY");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        var copy = (await Host.DoAsync(Host.Owner, new DuplicateSecret(source, "COPY", Scopes.Workers))).Id;

        Assert.Contains((Act.DuplicateSecret, AuditResult.Done), await ActsAsync(Host.Owner, source));
        Assert.Equal([(Act.DuplicateSecret, AuditResult.Done)], await ActsAsync(Host.Owner, copy));
    }

    [Fact]
    public async Task Very_many_reads_do_not_change_the_activity_of_a_secret()
    {
        var ids = await Host.DoAsync(Host.Owner, new CreateSecrets(_store, [VaultSampleData.New("ONE"), VaultSampleData.New("TWO")]));
        var (secret, service) = (ids[1], await Host.ServiceAsync(Scopes.Workers, _store));
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "KEY"));
        var caller = (await Host.CredentialAsync(service)).AsCaller();
        for (var i = 0; i < ActivityRow.PageSize; i++)
        {
            Host.Time.Advance(TimeSpan.FromMilliseconds(i % 2)); // Some at the same moment.
            await Host.AskAsync(Host.Owner, new EditSecret(secret, 99, Description: new() { Comment = "late" }));
        }
        await Host.ValueAsync(caller);
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await Host.RefusedAsync(caller);
        await Host.DoAsync(Host.Owner, new DuplicateSecret(secret, "COPY", Scopes.Dex));
        var before = await PagesAsync(secret);

        Host.ReadOften(service);

        Assert.Equal(before, await PagesAsync(secret));
        Assert.Equal(ActivityRow.PageSize + 5, before.Count); // Created, bound, narrowed, refused, duplicated.
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Every_role_on_a_store_may_see_the_activity_of_its_secrets(Roles roles)
    {
        var secret = await Host.SecretAsync(_store, "API_KEY");

        Assert.Single(await ActsAsync(await Host.MemberAsync(Roles.None, (_store, roles)), secret));
    }

    [Fact]
    public async Task The_activity_of_a_secret_outside_reach_is_answered_as_if_the_secret_did_not_exist()
    {
        var secret = await Host.SecretAsync(_store, "API_KEY");
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await Host.AskAsync(admin, new SecretActivity(secret)));
    }

    private async Task<List<long>> PagesAsync(SecretId secret)
    {
        var (ids, page) = (new List<long>(), await Host.DoAsync(Host.Owner, new SecretActivity(secret)));
        while (page.Count > 0)
        {
            ids.AddRange(page.Select(a => a.Id));
            page = await Host.DoAsync(Host.Owner, new SecretActivity(secret, ids[^1]));
        }
        return ids;
    }

    private async Task<List<(Act, AuditResult)>> ActsAsync(Person person, SecretId secret) =>
        [.. (await Host.DoAsync(person, new SecretActivity(secret))).Select(a => (a.Act, a.Result))];
}
