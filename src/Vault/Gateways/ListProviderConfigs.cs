using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The keys that a gateway uses.</summary>
/// <param name="Providers">The configured providers: the gateway may get keys for these.</param>
/// <param name="Configs">Ordered by provider, the default first.</param>
public sealed record GatewayKeys(IReadOnlyList<string> Providers, IReadOnlyList<ProviderConfigRow> Configs);

/// <summary>Lists the keys that a gateway uses, and the providers that it could get keys for.</summary>
/// <param name="Gateway">The gateway's name or id.</param>
public sealed record ListProviderConfigs(string Gateway) : Reading<GatewayKeys>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.ToGateway(Gateway));

    internal override async Task<Result<GatewayKeys>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, cancel);
        context.Note.Add("providers", true);
        return new GatewayKeys(context.Tools.Limits.Providers, await ProviderConfigRow.OfAsync(context, gateway, cancel));
    }
}
