using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A host in which a service of the account, a Worker, is bound to a secret as KEY and holds a credential.</summary>
public abstract class VaultTestWithReader : VaultTest
{
    private protected StoreId Store { get; private set; }

    /// <summary>For Workers and DEX, so that one of the two can be taken away.</summary>
    private protected SecretId Secret { get; private set; }

    private protected ServiceId Service { get; private set; }
    private protected NewCredential Credential { get; private set; } = null!;

    /// <summary>The service, as it calls.</summary>
    private protected Caller Caller { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store = await Host.StoreAsync();
        Secret = await Host.SecretAsync(Store, "STRIPE", Scopes.Workers | Scopes.Dex, "first value");
        Service = await Host.ServiceAsync(Scopes.Workers, name: "payments");
        await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "KEY"));
        Credential = await Host.CredentialAsync(Service);
        Caller = Credential.AsCaller();
    }
}
