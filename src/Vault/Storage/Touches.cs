namespace SecretsDashboard.Vault.Storage;

/// <summary>Reads what the changes of a transaction touched, as the writer's connection records it.</summary>
internal static class Touches
{
    private const string ReadSql = """SELECT "Kind", "Id" FROM "Touched" """,
        ClearSql = """DELETE FROM "Touched" """,
        CountSql = """SELECT "Delta" FROM "LiveSecretsDelta" """,
        ResetCountSql = """UPDATE "LiveSecretsDelta" SET "Delta" = 0""";

    /// <summary>What was touched since the last call in this transaction.</summary>
    public static List<Touch> Take(Statements statements)
    {
        var touches = new List<Touch>();
        using (var row = statements.Read(ReadSql))
        {
            while (row.Read())
            {
                touches.Add(new((TouchKind)row.GetInt32(0), row.GetString(1)));
            }
        }
        if (touches.Count > 0)
        {
            statements.Run(ClearSql);
        }
        return touches;
    }

    /// <summary>The change of the number of secrets that are not deleted, since the last call.</summary>
    public static int TakeLiveSecretsDelta(Statements statements)
    {
        var delta = (int)(long)statements.Scalar(CountSql)!;
        if (delta != 0)
        {
            statements.Run(ResetCountSql);
        }
        return delta;
    }
}

/// <summary>What a change touched: each says which cached data may be outdated.</summary>
internal enum TouchKind
{
    /// <summary>The secrets and bindings of a store, or the store itself.</summary>
    Store = 1,

    /// <summary>A secret: its row.</summary>
    Secret,

    /// <summary>A service, its bindings, or the secrets that it is bound to.</summary>
    Service,

    /// <summary>The services as a whole: one was added, changed or removed.</summary>
    Services,

    /// <summary>A service's credential.</summary>
    Credential,

    /// <summary>The mappings of workloads.</summary>
    Workloads,

    /// <summary>An API token, with its stores.</summary>
    Token,

    /// <summary>A member, on whom the member's tokens depend.</summary>
    Members,

    /// <summary>Roles, sessions and invitations, which are not cached.</summary>
    Rights,
}

/// <summary>Something that a change touched.</summary>
/// <param name="Id">The id of the store, secret, service, credential or token; empty for the other kinds.</param>
internal readonly record struct Touch(TouchKind Kind, string Id)
{
    public bool IsOfRights =>
        Kind is TouchKind.Credential or TouchKind.Workloads or TouchKind.Token or TouchKind.Members or TouchKind.Rights;
}
