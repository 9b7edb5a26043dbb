using System.Text;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Gateways;

/// <summary>A host with a gateway, <c>llm</c>, and a secret that may be its key.</summary>
public abstract class VaultTestWithGateway : VaultTest
{
    private protected StoreId Store { get; private set; }
    private protected SecretId Secret { get; private set; }
    private protected ServiceId Gateway { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store = await Host.StoreAsync();
        Secret = await Host.SecretAsync(Store, "OPENAI", Scopes.AiGateway, value: "sk-1");
        Gateway = await Host.ServiceAsync(Scopes.AiGateway, name: "llm");
    }

    private protected static ProviderInput Input(string provider = "openai", string alias = "default", int? limit = null) =>
        new(provider, alias, IsDefault: true, limit);

    private protected Task<ProviderConfigRow> AssociateAsync(string provider = "openai", string alias = "default", int? limit = null) =>
        Host.DoAsync(Host.Owner, new AssociateProvider("llm", Secret, Input(provider, alias, limit)));

    private protected async Task<IReadOnlyList<ProviderConfigRow>> ConfigsAsync() =>
        (await Host.DoAsync(Host.Owner, new ListProviderConfigs("llm"))).Configs;

    private protected async Task<string> KeyAsync(Caller caller, string? alias)
    {
        using var key = Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", alias)));
        return Encoding.ASCII.GetString(key.Ascii);
    }
}
