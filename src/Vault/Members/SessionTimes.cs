using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The remaining time of sessions, and their renewal. Neither is an operation: they give access to nothing, change nothing that a
/// caller can read, and add no audit row.</summary>
public sealed class SessionTimes
{
    private readonly WriteQueue _writeQueue;
    private readonly Snapshots _snapshots;
    private readonly VaultTools _tools;

    internal SessionTimes(WriteQueue writeQueue, Snapshots snapshots, VaultTools tools) =>
        (_writeQueue, _snapshots, _tools) = (writeQueue, snapshots, tools);

    /// <summary>The remaining time of the caller's session. Reading it renews nothing.</summary>
    /// <returns>Null when the caller has no valid session.</returns>
    public async Task<SessionLife?> ReadAsync(Caller caller)
    {
        using var snapshot = _snapshots.Open();
        return (await ReadAsync(snapshot, caller))?.Life;
    }

    /// <summary>Renews the caller's session, because there was input at one of its pages: a key, a pointer, a touch. The session is checked
    /// by the same limits as at every request, in the transaction that writes: an expired session stays expired. At most one write a
    /// minute, however often it is called.</summary>
    /// <returns>The new remaining time; null if the caller has no valid session.</returns>
    /// <exception cref="StorageException">It could not be written; the session expires when it would have before.</exception>
    public async Task<SessionLife?> RenewAsync(Caller caller, CancellationToken cancel = default)
    {
        using (var snapshot = _snapshots.Open())
        {
            var seen = await ReadAsync(snapshot, caller);
            if (seen is not { Life: not null, IsStale: true })
            {
                return seen?.Life;
            }
        }
        return await _writeQueue.WriteAsync(
            async transaction =>
            {
                (await ReadAsync(transaction, caller))?.RecordUse(transaction, _tools.Time.GetUtcNow());
                return (await ReadAsync(transaction, caller))?.Life;
            },
            cancel
        );
    }

    private async ValueTask<SessionFacts?> ReadAsync(Snapshot snapshot, Caller caller) =>
        caller.Session is { } session ? await SessionFacts.ReadAsync(snapshot, session, _tools.Limits, _tools.Time.GetUtcNow()) : null;

    private async ValueTask<SessionFacts?> ReadAsync(WriteTransaction transaction, Caller caller) =>
        caller.Session is { } session ? await SessionFacts.ReadAsync(transaction, session, _tools.Limits, _tools.Time.GetUtcNow()) : null;
}

/// <summary>The remaining time of a session.</summary>
/// <param name="Member">The session's member.</param>
/// <param name="Idle">The remaining time if there is no input.</param>
/// <param name="Absolute">The remaining time even with input.</param>
public sealed record SessionLife(MemberId Member, TimeSpan Idle, TimeSpan Absolute);
