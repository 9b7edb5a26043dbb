using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Facts;

/// <summary>Resolves the name or id of a gateway, and the secret of one of its keys.</summary>
internal static class GatewayFacts
{
    /// <summary>The name of a key among the service's bindings. Variable names contain no dot, so the names never collide.</summary>
    public static string NameOf(string provider, string? alias) => $"{provider}.{alias ?? "default"}";

    /// <summary>Replaces the names of a reference by ids. A gateway outside the
    /// caller's reach is left as it was typed, and is not found.</summary>
    public static async ValueTask<TargetReference> LocateAsync(Statements statements, Actor actor, Demand demand)
    {
        if (await FindAsync(statements, actor, demand.Act, demand.Target.Id ?? "") is not { } found)
        {
            return demand.Target;
        }
        var service = new ServiceId(found);
        return demand.Target switch
        {
            { Kind: TargetReferenceKind.Gateway } => TargetReference.To(service),
            { Name: { } config } => TargetReference.To(
                service,
                new SecretId(await TargetRows.FindKeyAsync(statements, found, config) ?? "")
            ),
            { SecondId: var secret } => TargetReference.To(service, new SecretId(secret ?? "")),
        };
    }

    /// <summary>An id takes precedence, then the account's gateway with this name, then the only one in a store; several in stores are
    /// ambiguous and not found.</summary>
    private static async ValueTask<string?> FindAsync(Statements statements, Actor actor, Act act, string typed)
    {
        var found = await TargetRows.FindGatewaysAsync(statements, typed);
        if (found.Find(g => g.Id == typed) is { } named)
        {
            return named.Id;
        }
        var seen = found.FindAll(g => Reaches(actor, act, g.StoreId));
        return seen.Find(g => g.StoreId is null)?.Id ?? (seen is [var only] ? only.Id : null);
    }

    private static bool Reaches(Actor actor, Act act, string? store)
    {
        var target = store is null ? Target.Account : Target.In(new StoreId(store));
        return Decider.Decide(new Question(actor, Act.ViewMetadata, target)).Allowed
            || Decider.Decide(new Question(actor, act, target)).Allowed;
    }
}
