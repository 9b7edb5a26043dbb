using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Checks the seals of all rows in the background: also of those that are only listed, which no decision reads.</summary>
internal sealed partial class SealSweep(Snapshots snapshots, RowSeals seals, ILogger log)
{
    /// <summary>How often all rows are checked.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _sweeping = new(1, 1);
    private volatile bool _isOver;

    /// <summary>Checks every row once. A few rows are read at a time, each time in a new snapshot, so that a long sweep delays
    /// nobody.</summary>
    public async Task RunAsync()
    {
        await _sweeping.WaitAsync().ConfigureAwait(false);
        try
        {
            LogForeign();
            foreach (var table in SealedTable.All)
            {
                await CheckAsync(table).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Failed(log, e); // The next sweep tries again.
        }
        finally
        {
            _sweeping.Release();
        }
    }

    /// <summary>Stops a sweep that is running, and waits for its end.</summary>
    public async Task StopAsync()
    {
        _isOver = true;
        await _sweeping.WaitAsync().ConfigureAwait(false); // It is never released: no sweep begins after the end.
    }

    private void LogForeign()
    {
        using var snapshot = snapshots.Open();
        foreach (var foreign in snapshot.Statements.FindForeign())
        {
            FoundForeign(log, AuditText.Name(foreign)!);
        }
    }

    private async Task CheckAsync(SealedTable table)
    {
        var forged = new List<ForgedRow>();
        long? after = null;
        do
        {
            if (_isOver)
            {
                return;
            }
            using (var snapshot = snapshots.Open())
            {
                after = SealedRows.Check(snapshot.Statements, table, after, forged);
            }
            await Task.Yield();
        } while (after is not null);
        seals.Forged.Replace(table, forged);
    }

    [LoggerMessage(
        LogLevel.Error,
        "Another program created the {Foreign} in the database, which could undo changes or hide rows. Remove it."
    )]
    private static partial void FoundForeign(ILogger log, string foreign);

    [LoggerMessage(LogLevel.Warning, "The seals of all rows could not be checked.")]
    private static partial void Failed(ILogger log, Exception e);
}
