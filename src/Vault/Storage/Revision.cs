using Microsoft.EntityFrameworkCore.Migrations;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The one row that orders all changes. Each change takes it first and moves it in its own transaction, so that a reader who knows
/// the number knows whether anything has changed since.</summary>
/// <param name="Number">Incremented by each change of data that an answer may depend on. Uses and audit rows are no changes.</param>
/// <param name="Rights">The number of the last change of a right: a member, a role, a token, a credential and so on.</param>
/// <param name="Position">The id of the newest change of bindings (<see cref="Runtime.BindingChange"/>), even if it is no longer
/// stored.</param>
/// <param name="Schema">The version of the schema: a program of an older one stops writing.</param>
internal sealed record Revision(long Number, long Rights, long Position, long Schema)
{
    /// <summary>The schema of this program: the number of its migrations.</summary>
    public static readonly long CurrentSchema = typeof(Revision).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(Migration)));

    private const string ReadSql = """SELECT "Number", "Rights", "Position", "Schema" FROM "Revisions" WHERE "Id" = 1""";

    // Ids of changes only ascend, but the newest may have been deleted together with its service.
    private const string MoveSql = """
        UPDATE "Revisions" SET "Number" = $number, "Rights" = $rights,
            "Position" = MAX("Position", IFNULL((SELECT MAX("Id") FROM "BindingChanges"), 0))
        WHERE "Id" = 1
        """;

    public static Revision Read(Statements statements)
    {
        using var row = statements.Read(ReadSql);
        return row.Read()
            ? new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))
            : throw new InvalidOperationException("The database has no revision: its row was deleted.");
    }

    /// <summary>Takes the row for the changes of a transaction.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the program has migrated the database.</exception>
    public static Revision Take(Statements statements)
    {
        var revision = Read(statements);
        return revision.Schema <= CurrentSchema
            ? revision
            : throw new InvalidOperationException(
                $"A newer version of this program has migrated the database (schema {revision.Schema}, this one knows {CurrentSchema}). "
                    + "Stop this process."
            );
    }

    /// <summary>Stores the numbers at the end of the changes.</summary>
    public void Move(Statements statements) => statements.Run(MoveSql, ("$number", Number), ("$rights", Rights));
}

/// <summary>The stored form of <see cref="Revision"/>; see there.</summary>
internal sealed class RevisionRow
{
    public required int Id { get; init; }
    public required long Number { get; init; }
    public required long Rights { get; init; }
    public required long Position { get; init; }
    public required long Schema { get; init; }
}
