using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Deployments;

using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gate;

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
            return new(service is null ? none with { Target = Hidden(target) } : none, reference, name);
        }
        var secrets = SecretsOf(service).Select(s => (s.Use, s.Id, Question: AboutSecret(target, s.Id))).ToList();
        List<RefusedSecret> refused =
        [
            .. from s in secrets
            let decision = Decider.Decide(s.Question)
            where !decision.Allowed
            select new RefusedSecret(s.Use, decision) { SecretId = decision.HiddenTarget ? null : s.Id },
        ];
        // A caller who may not deploy is refused for that reason, without learning which secrets exist.
        var question =
            secrets.Count == 0 || !Decider.Decide(none).Allowed ? none
            : refused.Count > 0 ? refused[0].Decision.Question
            : secrets[0].Question;
        return new(question, reference, name, refused);
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

    private IEnumerable<(SecretUse Use, string? Id)> SecretsOf(string? service)
    {
        if (demand.Target.Secrets is not { } secrets)
        {
            return [];
        }
        // An inherited binding may not be a secret; the operation reports whether it exists.
        var named = secrets
            .Named.Select(u => (Use: u, Id: u.InheritedFrom is { } from ? FindBound(service, from) : FindNamed(u)))
            .Where(u => u.Id is not null || u.Use.InheritedFrom is null)
            .ToList();
        return secrets.KeepsOthers ? [.. named, .. ReadKeptBindings(service, secrets.Taken)] : named;
    }

    private List<(SecretUse, string?)> ReadKeptBindings(string? service, IReadOnlySet<string> taken)
    {
        var kept = new List<SecretUse>();
        using (
            var row = statements.Read(
                """SELECT "Name", "StoreId", "SecretName" FROM "Bindings" WHERE "ServiceId" = $service ORDER BY "Name" """,
                ("$service", service ?? "")
            )
        )
        {
            while (row.Read())
            {
                if (!taken.Contains(row.GetString(0)))
                {
                    kept.Add(
                        new SecretUse(row.GetString(0), new StoreId(row.GetString(1)), row.GetString(2), InheritedFrom: row.GetString(0))
                    );
                }
            }
        }
        return kept.ConvertAll(u => (u, FindBound(service, u.Variable)));
    }

    private string? FindNamed(SecretUse use) =>
        statements.Scalar(
            $"""SELECT "Id" FROM "Secrets" WHERE "StoreId" = $store AND "Name" = $name AND {LiveSecret.Sql}""",
            ("$store", use.Store.Value ?? ""),
            ("$name", use.SecretName ?? "")
        ) as string;

    private string? FindBound(string? service, string variable) =>
        statements.Scalar(
            """SELECT "SecretId" FROM "Bindings" WHERE "ServiceId" = $service AND "Name" = $name""",
            ("$service", service ?? ""),
            ("$name", variable)
        ) as string;

    /// <summary>The question about one secret. A deleted one, or one in another store than the Worker, is treated as not found.</summary>
    private Question AboutSecret(Target target, string? secret)
    {
        using var row = statements.Read(
            $"""SELECT "StoreId", "Scopes" FROM "Secrets" WHERE "Id" = $id AND {LiveSecret.Sql}""",
            ("$id", secret ?? "")
        );
        var exists = row.Read() && (_store is null || row.GetString(0) == _store);
        return new Question(
            actor,
            demand.Act,
            exists ? target : Target.Nothing,
            Scopes.Workers,
            exists ? (Scopes)row.GetByte(1) : Scopes.None
        );
    }
}
