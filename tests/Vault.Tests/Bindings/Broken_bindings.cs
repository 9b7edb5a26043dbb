using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Bindings;

public sealed class Broken_bindings : InAWorld
{
    [Fact]
    public async Task A_binding_whose_secret_was_deleted_by_force_stays_and_says_so()
    {
        var (service, secret) = await BoundAsync();
        await World.DoAsync(World.Boss, new DeleteSecret(secret, Force: true));

        var binding = await BindingAsync(service);

        Assert.Equal((BindingState.SecretDeleted, "STRIPE"), (binding.State, binding.SecretName));
        Assert.Contains("deleted", binding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_whose_secrets_scopes_were_narrowed_says_what_is_missing()
    {
        var (service, secret) = await BoundAsync();
        await using (var db = World.OpenDb())
        {
            await db.Secrets.Where(s => s.Id == secret.Value).ExecuteUpdateAsync(s => s.SetProperty(x => x.Scopes, Scopes.Dex | Scopes.Access));
        }

        var binding = await BindingAsync(service);

        Assert.Equal((BindingState.ScopeNarrowed, true), (binding.State, binding.IsBroken));
        Assert.Contains("no longer include Workers; they are DEX and Access", binding.Why, StringComparison.Ordinal);
    }

    private async Task<(ServiceId, SecretId)> BoundAsync()
    {
        var store = await World.StoreAsync();
        var (service, secret) = (await World.ServiceAsync(Scopes.Workers, store), await World.SecretAsync(store, "STRIPE"));
        await World.DoAsync(World.Boss, new BindSecret(service, secret, "API_KEY"));
        return (service, secret);
    }

    private async Task<BindingRow> BindingAsync(ServiceId service) => (await World.DoAsync(World.Boss, new GetService(service))).Bindings.Single();
}
