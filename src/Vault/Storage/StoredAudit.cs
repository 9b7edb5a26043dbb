using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The rows as they are stored, only for the verification: a row that was written by hand may be invalid for the mapping, and must
/// be reported all the same.</summary>
internal static class StoredAudit
{
    public static Statements Of(OperationContext context) =>
        context is { ReadsAudit: true, Permit.Question.Act: Act.VerifyAudit }
            ? context.Tools.Database.Of(context.Db, context.Tools.Seals)
            : throw new InvalidOperationException("Only the verification of the audit log reads rows past the query filter.");
}
