using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Bindings;

public sealed class Broken_bindings : VaultTest
{
    [Fact]
    public async Task A_binding_whose_secret_was_deleted_by_force_remains_and_says_that_the_secret_is_deleted()
    {
        var (service, secret) = await BoundAsync();
        await Host.DoAsync(Host.Owner, new DeleteSecret(secret, Force: true));

        var binding = await BindingAsync(service);

        Assert.Equal((BindingState.SecretDeleted, "STRIPE"), (binding.State, binding.SecretName));
        Assert.Contains("deleted", binding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_whose_secrets_scopes_were_narrowed_says_which_scope_is_missing()
    {
        var (service, secret) = await BoundAsync();
        await using (var db = Host.OpenDb())
        {
            await db
                .Secrets.Where(s => s.Id == secret.Value)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.Scopes, Scopes.Dex | Scopes.Access));
        }

        var binding = await BindingAsync(service);

        Assert.Equal((BindingState.ScopeNarrowed, true), (binding.State, binding.IsBroken));
        Assert.Contains("no longer include Workers; they are DEX and Access", binding.Why, StringComparison.Ordinal);
    }

    private async Task<(ServiceId, SecretId)> BoundAsync()
    {
        var store = await Host.StoreAsync();
        var (service, secret) = (await Host.ServiceAsync(Scopes.Workers, store), await Host.SecretAsync(store, "STRIPE"));
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));
        return (service, secret);
    }

    private async Task<BindingRow> BindingAsync(ServiceId service) =>
        (await Host.DoAsync(Host.Owner, new GetService(service))).Bindings.Single();
}
