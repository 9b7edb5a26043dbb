using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a Worker, and about every secret that an upload of it binds. One upload is one act: it is allowed if
/// each of its secrets passes both checks, and otherwise refused by the decision about the first secret that fails.</summary>
internal sealed class UploadFacts(Statements statements, Actor actor, Demand demand)
{
    /// <summary>The maximum number of names in an audit row.</summary>
    private const int MaxNames = 20;

    private readonly string? _store = demand.Target.Within;

    public ResolvedDemand Resolve()
    {
        var (target, service) = (ReadTarget(), FindService());
        var reference = service is null ? demand.Target : TargetReference.To(new ServiceId(service));
        var name = Names.Check(demand.Target.Name, "service_name") is null ? demand.Target.Name : null;
        var none = new Question(actor, demand.Act, target, Scopes.Workers, ConsumesNothing: true);
        if (demand.Target.Kind == TargetReferenceKind.Worker)
        {
            return new(service is null ? none with { Target = Hidden(target) } : none, reference, name, new ResolvedIds(service));
        }
        var uses = UsesOf(service);
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

    private Target ReadTarget() =>
        _store is null ? Target.Account
        : statements.Scalar("""SELECT "Id" FROM "Stores" WHERE "Id" = $id""", ("$id", _store)) is string id ? Target.In(new StoreId(id))
        : Target.Nothing;

    // A missing Worker looks like one outside the reach; a caller who may not view the account is refused for that reason instead.
    private Target Hidden(Target target) =>
        target.Kind == TargetKind.Account && !Decider.Decide(new Question(actor, demand.Act, target)).Allowed ? target : Target.Nothing;

    private string? FindService() =>
        statements.Scalar(
            """SELECT "Id" FROM "Services" WHERE "StoreId" IS $store AND "Kind" = $kind AND "Name" = $name""",
            ("$store", _store),
            ("$kind", (long)Scopes.Workers),
            ("$name", demand.Target.Name ?? "")
        ) as string;

    private List<ResolvedUse> UsesOf(string? service)
    {
        if (demand.Target.Secrets is not { } secrets)
        {
            return [];
        }
        var bound =
            secrets.KeepsOthers || secrets.Named.Any(u => u.InheritedFrom is not null)
                ? ReadBindings(service)
                : new OrderedDictionary<string, ResolvedUse>();
        return
        [
            // An inherited binding may not be a secret; the operation reports whether it exists.
            .. secrets
                .Named.Where(u => u.InheritedFrom is not { } from || bound.ContainsKey(from))
                .Select(u => new ResolvedUse(u, u.InheritedFrom is { } from ? bound[from].Secret : FindNamed(u))),
            .. bound.Where(b => secrets.KeepsOthers && !secrets.Taken.Contains(b.Key)).Select(b => b.Value with { IsKept = true }),
        ];
    }

    /// <summary>The Worker's current bindings by name, in the order of their names.</summary>
    private OrderedDictionary<string, ResolvedUse> ReadBindings(string? service)
    {
        var bound = new OrderedDictionary<string, ResolvedUse>(StringComparer.Ordinal);
        using var row = statements.Read(
            $"""
            SELECT s."Id", s."StoreId", s."Name", s."Scopes", b."Name", b."StoreId", b."SecretName"
            FROM "Bindings" b LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s.{LiveSecret.Sql}
            WHERE b."ServiceId" = $service ORDER BY b."Name"
            """,
            ("$service", service ?? "")
        );
        while (row.Read())
        {
            var name = row.GetString(4);
            var use = new SecretUse(name, new StoreId(row.GetString(5)), row.GetString(6), InheritedFrom: name);
            bound.Add(name, new ResolvedUse(use, row.IsDBNull(0) ? null : Secret(row)));
        }
        return bound;
    }

    private ResolvedSecret? FindNamed(SecretUse use)
    {
        using var row = statements.Read(
            $"""SELECT "Id", "StoreId", "Name", "Scopes" FROM "Secrets" WHERE "StoreId" = $store AND "Name" = $name AND {LiveSecret.Sql}""",
            ("$store", use.Store.Value ?? ""),
            ("$name", use.SecretName ?? "")
        );
        return row.Read() ? Secret(row) : null;
    }

    private static ResolvedSecret Secret(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), (Scopes)row.GetByte(3));

    /// <summary>The question about one secret. A deleted one, or one in another store than the Worker, is treated as not found.</summary>
    private Question AboutSecret(Target target, ResolvedSecret? secret)
    {
        var reached = _store is null || secret?.StoreId == _store ? secret : null;
        return new Question(actor, demand.Act, reached is null ? Target.Nothing : target, Scopes.Workers, reached?.Scopes ?? Scopes.None);
    }
}
