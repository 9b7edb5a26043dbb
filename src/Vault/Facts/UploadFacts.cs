using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a Worker, and about every secret that an upload of it binds. One upload is one act: it is allowed if
/// each of its secrets passes both checks, and otherwise refused by the decision about the first secret that fails.</summary>
internal sealed class UploadFacts(Statements statements, Actor actor, Demand demand)
{
    /// <summary>The maximum number of names in an audit row.</summary>
    private const int MaxNames = 20;

    private readonly string? _store = demand.Target.Within;

    public async ValueTask<ResolvedDemand> ResolveAsync()
    {
        var (target, service) = (await ReadTargetAsync(), (await TargetRows.FindWorkerAsync(statements, _store, demand.Target.Name))?.Id);
        var reference = service is null ? demand.Target : TargetReference.To(new ServiceId(service));
        var name = Names.Check(demand.Target.Name, "service_name") is null ? demand.Target.Name : null;
        var none = new Question(actor, demand.Act, target, Scopes.Workers, ConsumesNothing: true);
        if (demand.Target.Kind == TargetReferenceKind.Worker)
        {
            return new(service is null ? none with { Target = Hidden(target) } : none, reference, name, new ResolvedIds(service));
        }
        var uses = await UsesOfAsync(service);
        var decisions = uses.ConvertAll(u => Decider.Decide(AboutSecret(target, u.Secret)));
        List<RefusedSecret> refused =
        [
            .. from pair in uses.Zip(decisions, (use, decision) => (use, decision))
            where !pair.decision.Allowed
            select new RefusedSecret(pair.use.Use, pair.decision) { SecretId = pair.decision.HiddenTarget ? null : pair.use.Secret?.Id },
        ];
        // A caller who may not deploy is refused for that reason, without learning which secrets exist.
        var question =
            uses.Count == 0 || !Decider.Decide(none).Allowed ? none
            : refused.Count > 0 ? refused[0].Decision.Question
            : decisions[0].Question;
        return new(question, reference, name, new ResolvedIds(service, Uses: uses), refused);
    }

    /// <summary>Adds the details of a refusal to its audit row: which check failed for which binding.</summary>
    public static void Note(AuditNote note, IReadOnlyList<RefusedSecret> secrets)
    {
        if (secrets.Count == 0)
        {
            return;
        }
        note.Add("refused_bindings", List(secrets.Select(s => $"{s.Use.Variable} ({Failed(s.Decision)})")));
        if (secrets.FirstOrDefault(s => s.SecretId is not null) is { SecretId: { } id })
        {
            note.RelatedTo(id);
        }
    }

    /// <summary>Joins names for an audit row, whose size is bounded.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
    }

    private static string Failed(Decision decision) =>
        (decision.HiddenTarget, decision.Authorization.Failed, decision.Scope.Failed) switch
        {
            (true, _, _) => "not found",
            (_, true, true) => "authorization and secret scope",
            (_, true, _) => "authorization",
            _ => "secret scope",
        };

    private async ValueTask<Target> ReadTargetAsync() =>
        _store is null ? Target.Account
        : await TargetRows.FindStoreAsync(statements, _store) is null ? Target.Nothing
        : Target.In(new StoreId(_store));

    // A missing Worker looks like one outside the reach; a caller who may not view the account is refused for that reason instead.
    private Target Hidden(Target target) =>
        target.Kind == TargetKind.Account && !Decider.Decide(new Question(actor, demand.Act, target)).Allowed ? target : Target.Nothing;

    private async ValueTask<List<ResolvedUse>> UsesOfAsync(string? service)
    {
        if (demand.Target.Secrets is not { } secrets)
        {
            return [];
        }
        var isInheriting = secrets.KeepsOthers || secrets.Named.Any(u => u.InheritedFrom is not null);
        var bound = isInheriting ? await TargetRows.FindBindingsAsync(statements, service) : [];
        var byName = bound.ToDictionary(b => b.Name, b => b.Secret, StringComparer.Ordinal);
        var uses = new List<ResolvedUse>();
        // An inherited binding may not be a secret; the operation reports whether it exists.
        foreach (var use in secrets.Named.Where(u => u.InheritedFrom is not { } from || byName.ContainsKey(from)))
        {
            uses.Add(new ResolvedUse(use, await FindAsync(use, byName)));
        }
        uses.AddRange(bound.Where(b => secrets.KeepsOthers && !secrets.Taken.Contains(b.Name)).Select(Keep));
        return uses;
    }

    private async ValueTask<TargetSecret?> FindAsync(SecretUse use, Dictionary<string, TargetSecret?> bound) =>
        use.InheritedFrom is { } from ? bound[from] : await TargetRows.FindLiveSecretAsync(statements, use.Store.Value, use.SecretName);

    private static ResolvedUse Keep(BoundRow bound) =>
        new(new SecretUse(bound.Name, new StoreId(bound.StoreId), bound.SecretName, InheritedFrom: bound.Name), bound.Secret)
        {
            IsKept = true,
        };

    /// <summary>The question about one secret. A deleted one, or one in another store than the Worker, is treated as not found.</summary>
    private Question AboutSecret(Target target, TargetSecret? secret)
    {
        var reached = _store is null || secret?.StoreId == _store ? secret : null;
        return new Question(actor, demand.Act, reached is null ? Target.Nothing : target, Scopes.Workers, reached?.Scopes ?? Scopes.None);
    }
}
