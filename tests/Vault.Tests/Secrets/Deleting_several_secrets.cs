using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Deleting_several_secrets : VaultTest
{
    private StoreId _store;
    private SecretId _first,
        _second;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        (_first, _second) = (await Host.SecretAsync(_store, "FIRST"), await Host.SecretAsync(_store, "SECOND"));
    }

    [Fact]
    public async Task Deleting_several_secrets_destroys_their_values_and_leaves_one_row_that_their_activity_shows()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecrets(_store, [_first, _second, _second]));

        var row = await Host.LastAuditAsync();
        await using var db = Host.OpenDb();
        Assert.Empty(db.SecretVersions);
        Assert.Equal((Act.DeleteSecret, AuditResult.Done, "FIRST, SECOND"), (row.Act!.Value, row.Result, row.TargetName));
        Assert.Equal(Act.DeleteSecret, (await Host.DoAsync(Host.Owner, new SecretActivity(_second)))[0].Act);
        Expect.Failed(await Host.AskAsync(Host.Owner, new FindSecret(_store, _first)), "secret_not_found");
    }

    [Fact]
    public async Task Deleting_several_secrets_deletes_none_of_them_when_one_is_not_in_that_store()
    {
        var elsewhere = await Host.SecretAsync(await Host.StoreAsync("other"), "ELSEWHERE");

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecrets(_store, [_first, elsewhere])), "secret_not_found");
        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecrets(_store, [])), "secrets_count");
        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecrets(_store, [.. Enumerable.Repeat(_first, 101)])), "secrets_count");

        Assert.Equal(SecretStatus.Active, (await Host.DoAsync(Host.Owner, new FindSecret(_store, _first))).Status);
    }

    [Fact]
    public async Task Deleting_several_secrets_deletes_none_of_them_when_one_is_bound_unless_forced()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);
        await Host.BindingAsync(service, _second, "API_KEY");

        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecrets(_store, [_first, _second])), "secret_in_use");
        Assert.Equal("API_KEY", Assert.Single(problems[0].Dependants!).Variable);
        await Host.DoAsync(Host.Owner, new FindSecret(_store, _first));

        await Host.DoAsync(Host.Owner, new DeleteSecrets(_store, [_first, _second], Force: true));
        Expect.Failed(await Host.AskAsync(Host.Owner, new FindSecret(_store, _first)), "secret_not_found");
    }
}
