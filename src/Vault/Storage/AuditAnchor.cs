using System.Data.Common;
using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Keeps the anchor of the audit log: every few seconds, and at the end, it writes the head of this process's chain to a file
/// outside the database. A log whose newest rows were removed, or an older copy of the database, is detected by it.</summary>
/// <remarks>The server never recreates, lowers or repairs an anchor: a difference from the
/// log stays until an administrator accepts the log as it is.</remarks>
internal sealed partial class AuditAnchor(
    AnchorFile file,
    AuditChain chain,
    AuditKeys auditKeys,
    Snapshots snapshots,
    TimeProvider time,
    ILogger log
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Tries = 40;

    /// <summary>With more heads than this in the anchor, the heads that later chains have signed are removed.</summary>
    private const int FewHeads = 4;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private CommittedHead? _written;
    private volatile string? _warning;

    /// <summary>The reason why the log's end is not covered, as a message for operators; null if it is covered.</summary>
    public string? Warning => _warning;

    /// <summary>Checks the anchor when the vault is opened. If the installation never had one, it is created.</summary>
    public void Begin()
    {
        try
        {
            using var fileLock = file.TryLock();
            var reading = file.Read();
            var hadAnchor = !reading.IsMissing || LogRecordsAnchor();
            if (!hadAnchor && fileLock is not null)
            {
                file.Write(new Anchor(time.GetUtcNow(), HeadsOfLog()));
                reading = file.Read();
            }
            chain.IsAnchored = hadAnchor || fileLock is not null;
            Check(reading);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(NotWritable(e));
        }
    }

    /// <summary>Writes the head of this process's chain to the anchor, if there are rows that it does not cover.</summary>
    public async Task WriteAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            var head = chain.Committed;
            if (head == _written && _warning is null)
            {
                return;
            }
            using var fileLock = await LockAsync().ConfigureAwait(false);
            if (fileLock is not null && file.Read() is var reading && Check(reading) && head is not null)
            {
                file.Write(
                    new Anchor(time.GetUtcNow(), Needed([.. reading.Anchor!.Heads.Where(h => h.Chain != chain.Id), chain.HeadOf(head)]))
                );
                _written = head;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(NotWritable(e));
        }
        catch (DbException)
        {
            // The next call retries: an anchor that is older than the log is not an error.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Accepts the current log: writes its heads to the anchor.</summary>
    /// <exception cref="IOException">The anchor can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The anchor can't be written.</exception>
    public async Task AcceptAsync()
    {
        using var fileLock = await LockAsync() ?? throw new IOException("Another process keeps the file locked.");
        file.Write(new Anchor(time.GetUtcNow(), HeadsOfLog()));
        chain.IsAnchored = true;
        Check(file.Read());
    }

    public AnchorReading Read() => file.Read();

    private async Task<IDisposable?> LockAsync()
    {
        for (var i = 0; i < Tries; i++)
        {
            if (file.TryLock() is { } fileLock)
            {
                return fileLock;
            }
            await Task.Delay(Pause).ConfigureAwait(false);
        }
        return null;
    }

    /// <summary>Whether the anchor may be advanced: this installation wrote it, and the log contains every row that it covers.</summary>
    private bool Check(AnchorReading reading)
    {
        var warning = reading switch
        {
            { IsMissing: true } => $"The anchor of the audit log, '{reading.Path}', is missing.",
            { Anchor: null } => $"The anchor of the audit log, '{reading.Path}', was not written by this installation, or was changed.",
            { Anchor: { } anchor } when Lacks(anchor) is { } head =>
                $"The audit log lacks row {head.Number} of chain {head.Chain}, which its anchor '{reading.Path}' covers: "
                    + "rows were removed, or the database is an older copy.",
            _ => null,
        };
        Warn(
            warning is null
                ? null
                : warning
                    + " Newer rows are not covered by the anchor. Run 'audit verify' on the server's console; "
                    + "'audit anchor --accept' accepts the log as it is."
        );
        return warning is null;
    }

    private static string NotWritable(Exception e) =>
        "The anchor of the audit log can't be written, so the log's end is not covered: "
        + $"{e.Message} See the setting Audit:AnchorDirectory.";

    private void Warn(string? warning)
    {
        if (warning is not null && warning != _warning)
        {
            Warned(log, warning);
        }
        _warning = warning;
    }

    private List<AuditHead> Needed(List<AuditHead> heads)
    {
        if (heads.Count <= FewHeads)
        {
            return heads;
        }
        using var snapshot = snapshots.Open();
        return SignedHeads.Unsigned(heads, StoredRow.Starts(snapshot.Statements), auditKeys);
    }

    private AuditHead? Lacks(Anchor anchor)
    {
        using var snapshot = snapshots.Open();
        return anchor.Heads.FirstOrDefault(h =>
            snapshot.Statements.Scalar(MacSql, ("$chain", h.Chain), ("$number", h.Number)) is not byte[] mac
            || Convert.ToHexStringLower(mac) != h.Code
        );
    }

    private List<AuditHead> HeadsOfLog()
    {
        using var snapshot = snapshots.Open();
        return [.. AuditHeads.NotYetSigned(snapshot.Statements).Select(h => AuditHead.Parse($"{h.Key}:{h.Value}")).OfType<AuditHead>()];
    }

    /// <summary>Every chain that began with an anchor records this in its first row, which can't be forged without the key.</summary>
    private bool LogRecordsAnchor()
    {
        using var snapshot = snapshots.Open();
        return StoredRow.Starts(snapshot.Statements).Any(s => s.RecordsAnchor(auditKeys));
    }

    // The newest rows may still be in the tail.
    private const string MacSql = """
        SELECT "Mac" FROM "AuditEntries" WHERE "Chain" = $chain AND "Number" = $number
        UNION ALL SELECT "Mac" FROM "AuditTail" WHERE "Chain" = $chain AND "Number" = $number LIMIT 1
        """;

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void Warned(ILogger log, string warning);
}
