using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The keys that a gateway uses.</summary>
/// <param name="Providers">Those that are configured: it may be given keys for them.</param>
/// <param name="Configs">By provider, the default first.</param>
public sealed record GatewayKeys(IReadOnlyList<string> Providers, IReadOnlyList<ProviderConfigRow> Configs);

/// <summary>Shows the keys that a gateway uses, and for which providers it could have some.</summary>
/// <param name="Gateway">Its name or its id.</param>
public sealed record ListProviderConfigs(string Gateway) : Reading<GatewayKeys>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.AtGateway(Gateway));

    internal override async Task<Result<GatewayKeys>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, Gateway, cancel);
        context.Note.Add("providers", true);
        return new GatewayKeys(context.Tools.Limits.Providers, await ProviderConfigRow.OfAsync(context, gateway, cancel));
    }
}
