using System.Collections.Concurrent;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Data that was read and is still current, because nothing has changed since: neither in this process, which announces changes,
/// nor in another one, whose commits change SQLite's <c>data_version</c> once the writer has its lock.</summary>
/// <remarks>Used only in a write transaction, where no other writer can interfere: the cache then equals the database. Only
/// <see cref="MayContain"/> and <see cref="GenerationOf"/> may be called elsewhere, and are hints.</remarks>
internal sealed class ReadCache
{
    private const int MaxRows = 65_536,
        MaxTokens = 4_096;

    private readonly ConcurrentDictionary<(string Token, Operation Reading), CachedReading> _readings = new();
    private readonly Dictionary<string, TokenRow> _tokens = [];
    private readonly Dictionary<string, CredentialRow> _credentials = [];
    private readonly Dictionary<string, WorkloadRow> _workloads = [];
    private readonly List<(string Token, Operation Reading)> _showingUse = [];
    private long _dataVersion = -1,
        _generation,
        _uses;
    private int _rows,
        _secrets = -1;
    private bool _rightsChange,
        _rowsChange;

    /// <summary>Incremented with every change, and, if the reading shows uses, with every use.</summary>
    public long GenerationOf(Operation reading) => Volatile.Read(ref _generation) + (reading.ShowsUse ? Volatile.Read(ref _uses) : 0);

    /// <summary>Whether a write transaction is worthwhile for this reading.</summary>
    public bool MayContain(string token, Operation reading) => _readings.ContainsKey((token, reading));

    /// <summary>Called when the writer has its lock: evicts everything if another process has written since the last transaction.</summary>
    public void Begin(Statements statements)
    {
        var version = (long)statements.Scalar("PRAGMA data_version")!;
        if (version != _dataVersion)
        {
            _dataVersion = version;
            ForgetAll();
        }
    }

    /// <summary>Called before a change in this transaction: until its end, no reading comes from the cache.</summary>
    /// <param name="rights">Whether tokens, credentials, members or stores may change, and not only secrets, services and bindings.</param>
    public void Change(bool rights)
    {
        ForgetReadings();
        _rowsChange = true;
        if (rights)
        {
            ForgetAll();
            _rightsChange = true;
        }
    }

    /// <summary>Called at the end of the transaction. After a failed one, the whole cache is evicted.</summary>
    public void End(bool committed)
    {
        if (!committed)
        {
            ForgetAll();
        }
        else if (_rowsChange)
        {
            ForgetReadings(); // Again, because a reading may have been cached between the change and its commit.
        }
        (_rightsChange, _rowsChange) = (false, false);
    }

    /// <summary>Called when a last-used time changed with the last commit: evicts only readings that show it.</summary>
    public void NoteUse()
    {
        foreach (var showing in _showingUse)
        {
            _rows -= _readings.TryRemove(showing, out var cached) ? cached.Rows : 0;
        }
        _showingUse.Clear();
        Volatile.Write(ref _uses, _uses + 1);
    }

    /// <summary>A job was rolled back: the changes that it announced did not happen.</summary>
    public void Invalidate() => ForgetAll();

    /// <summary>The number of secrets of the account that are not deleted; null if they must be counted.</summary>
    public int? Secrets
    {
        get => _secrets < 0 ? null : _secrets;
        set => _secrets = value ?? -1;
    }

    /// <summary>Found only by the whole token: a caller who has only the id must not notice that it was used.</summary>
    public TokenRow? Token(Statements statements, TokenClaim claim)
    {
        if (_tokens.TryGetValue(claim.Id, out var cached) && statements.Seals.IsHashOf(cached.Hash, claim.Hash))
        {
            return cached;
        }
        var row = TokenRow.Read(statements, claim.Id);
        if (row is not null && !_rightsChange)
        {
            MakeRoom(_tokens)[claim.Id] = row;
        }
        return row;
    }

    /// <inheritdoc cref="Token"/>
    public CredentialRow? Credential(Statements statements, TokenClaim claim)
    {
        if (_credentials.TryGetValue(claim.Id, out var cached) && cached.Knows(claim, statements.Seals))
        {
            return cached;
        }
        var row = CredentialRow.Read(statements, claim.Id);
        if (row is not null && !_rightsChange)
        {
            MakeRoom(_credentials)[claim.Id] = row;
        }
        return row;
    }

    /// <summary>The mapping of a workload whose signature was verified.</summary>
    public WorkloadRow? Workload(Statements statements, WorkloadClaim claim)
    {
        if (_workloads.TryGetValue(claim.Known.Key, out var cached))
        {
            return cached;
        }
        var row = WorkloadRow.Read(statements, claim);
        if (row is not null && !_rightsChange)
        {
            MakeRoom(_workloads)[claim.Known.Key] = row;
        }
        return row;
    }

    public void Forget(WorkloadClaim workload) => _workloads.Remove(workload.Known.Key);

    public void Forget(CredentialId credential) => _credentials.Remove(credential.Value);

    public void Forget(TokenId token) => _tokens.Remove(token.Value);

    public CachedReading? Find(string token, Operation reading) => _rowsChange ? null : _readings.GetValueOrDefault((token, reading));

    /// <param name="generation">The generation before the reading was executed: an outdated result is not cached.</param>
    public void Add(string token, Operation reading, CachedReading cachedReading, long generation)
    {
        if (generation != GenerationOf(reading) || _rowsChange || cachedReading.Rows > MaxRows / 16)
        {
            return;
        }
        if (_rows + cachedReading.Rows > MaxRows)
        {
            ForgetReadings();
        }
        else if (_readings.TryAdd((token, reading), cachedReading))
        {
            _rows += cachedReading.Rows;
            if (reading.ShowsUse)
            {
                _showingUse.Add((token, reading));
            }
        }
    }

    private static Dictionary<string, TRow> MakeRoom<TRow>(Dictionary<string, TRow> rows)
    {
        if (rows.Count >= MaxTokens)
        {
            rows.Clear();
        }
        return rows;
    }

    private void ForgetAll()
    {
        ForgetReadings();
        _tokens.Clear();
        _credentials.Clear();
        _workloads.Clear();
        _secrets = -1;
    }

    private void ForgetReadings()
    {
        if (!_readings.IsEmpty)
        {
            _readings.Clear();
            _showingUse.Clear();
        }
        _rows = 0;
        Volatile.Write(ref _generation, _generation + 1);
    }
}

/// <summary>An allowed reading with a result: the operation, the details of its audit row, and the result.</summary>
/// <param name="Rows">How many rows' worth of memory the result takes.</param>
internal sealed record CachedReading(ResolvedDemand Demand, Audit.AuditNote Note, object Answer, int Rows);
