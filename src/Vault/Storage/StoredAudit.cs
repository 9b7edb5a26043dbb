using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The audit rows as they are stored, only for the verification: a row that was written by hand may be invalid for the mapping,
/// and must be reported all the same.</summary>
internal static class StoredAudit
{
    public static (SqliteConnection Connection, SqliteTransaction Transaction) Of(OperationContext context) =>
        context is { ReadsAudit: true, Permit.Question.Act: Act.VerifyAudit }
            ? (
                (SqliteConnection)context.Db.Database.GetDbConnection(),
                (SqliteTransaction)context.Db.Database.CurrentTransaction!.GetDbTransaction()
            )
            : throw new InvalidOperationException("Only the verification of the audit log reads rows past the query filter.");
}
