using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The reasons why rows could not be saved that are no fault of the program.</summary>
internal static class SaveProblems
{
    /// <summary>Null for any other exception.</summary>
    public static Problem? Find(Exception e) =>
        e switch
        {
            DbUpdateConcurrencyException => Problem.Conflict(
                "conflict",
                "Someone else changed this in the meantime. Load it again, then repeat your change."
            ),
            ForgedRowException => Problem.Fault(
                "stored_data_forged",
                "The stored data that this would change were written by another program, so nothing was changed. "
                    + "Run 'audit verify' on the server's console: it names the rows."
            ),
            _ => null,
        };
}
