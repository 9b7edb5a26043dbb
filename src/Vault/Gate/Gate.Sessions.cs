using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>How long the caller's session still counts. Looking renews nothing and leaves no audit row.</summary>
    /// <returns>Null when the caller has no session, or one that does not count.</returns>
    public SessionLife? LifeOf(Caller caller)
    {
        using var snapshot = _snapshots.Open();
        return Read(snapshot.Statements, caller)?.Life;
    }

    /// <summary>
    /// Renews the caller's session, because there was input at one of its pages: a key, a pointer, a touch. It stands beside the operations because it opens nothing and changes
    /// nothing that anybody may ask about, so it leaves no audit row. The session is judged by the same limits as at every ask, in the transaction that writes: one that has
    /// ended stays ended. At most one write a minute, however often it is called.
    /// </summary>
    /// <returns>How long it counts now; null when the caller has no session, or one that does not count.</returns>
    /// <exception cref="StorageException">It could not be written; the session counts as long as it did before.</exception>
    public async Task<SessionLife?> RenewAsync(Caller caller, CancellationToken cancel = default)
    {
        using (var snapshot = _snapshots.Open())
        {
            var seen = Read(snapshot.Statements, caller);
            if (seen is not { Life: not null, IsStale: true })
            {
                return seen?.Life;
            }
        }
        return await _writeQueue.WriteAsync(transaction =>
        {
            Read(transaction.Statements, caller)?.Touch(transaction, _tools.Time.GetUtcNow());
            return Task.FromResult(Read(transaction.Statements, caller)?.Life);
        }, cancel);
    }

    private SessionFacts? Read(Statements statements, Caller caller) =>
        caller.Session is { } session ? SessionFacts.Read(statements, session, _tools.Limits, _tools.Time.GetUtcNow()) : null;
}

/// <summary>How long a session still counts.</summary>
/// <param name="Member">Whose it is.</param>
/// <param name="Idle">Until it ends if there is no input.</param>
/// <param name="Absolute">Until it ends whatever happens.</param>
public sealed record SessionLife(MemberId Member, TimeSpan Idle, TimeSpan Absolute);
