using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The keys that a gateway uses, by provider, the default first.</summary>
/// <param name="Gateway">Its name or its id.</param>
public sealed record ListProviderConfigs(string Gateway) : Reading<IReadOnlyList<ProviderConfigRow>>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.AtGateway(Gateway));

    internal override async Task<Result<IReadOnlyList<ProviderConfigRow>>> RunAsync(Session session, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(session, Gateway, cancel);
        session.Note.Say("providers", true);
        return await ProviderConfigRow.OfAsync(session, gateway, cancel);
    }
}
