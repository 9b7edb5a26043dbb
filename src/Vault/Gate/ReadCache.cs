using System.Collections.Concurrent;
using System.Security.Cryptography;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What was read and still holds, since nothing has changed in the meantime: neither by this process, which says so itself, nor by
/// another, which shows in SQLite's <c>data_version</c> as soon as the writer holds its lock.</summary>
/// <remarks>Used in a write transaction alone, where nobody else can write: what it says
/// there is what the database would say. Only <see cref="MayHold"/>
/// and <see cref="GenerationOf"/> are for others as well, and are hints.</remarks>
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

    /// <summary>Goes on with every change, and with every use where the reading shows uses.</summary>
    public long GenerationOf(Operation reading) => Volatile.Read(ref _generation) + (reading.ShowsUse ? Volatile.Read(ref _uses) : 0);

    /// <summary>Whether a write transaction is worthwhile for this reading.</summary>
    public bool MayHold(string token, Operation reading) => _readings.ContainsKey((token, reading));

    /// <summary>The writer has its lock: what others have written since the last transaction is forgotten.</summary>
    public void Begin(Statements statements)
    {
        var version = (long)statements.Scalar("PRAGMA data_version")!;
        if (version != _dataVersion)
        {
            _dataVersion = version;
            ForgetAll();
        }
    }

    /// <summary>A change is about to happen in this transaction: until its end, nothing comes from the cache.</summary>
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

    /// <summary>The transaction is over. One that failed may have left anything behind.</summary>
    public void End(bool committed)
    {
        if (!committed)
        {
            ForgetAll();
        }
        else if (_rowsChange)
        {
            ForgetReadings(); // Once more: what was read between the change and its commit was read before it.
        }
        (_rightsChange, _rowsChange) = (false, false);
    }

    /// <summary>Something is last used at another time than before, as of the last
    /// commit: nothing has changed but what shows that.</summary>
    public void NoteUse()
    {
        foreach (var showing in _showingUse)
        {
            _rows -= _readings.TryRemove(showing, out var known) ? known.Rows : 0;
        }
        _showingUse.Clear();
        Volatile.Write(ref _uses, _uses + 1);
    }

    /// <summary>A job was rolled back: the changes that it announced did not happen.</summary>
    public void Invalidate() => ForgetAll();

    /// <summary>How many secrets the account holds that are not deleted; null when they must be counted.</summary>
    public int? Secrets
    {
        get => _secrets < 0 ? null : _secrets;
        set => _secrets = value ?? -1;
    }

    /// <summary>Found only by the whole token: a caller who has only the id must not notice that it was used.</summary>
    public TokenRow? Token(Statements statements, TokenClaim claim)
    {
        if (_tokens.TryGetValue(claim.Id, out var known) && CryptographicOperations.FixedTimeEquals(known.Hash, claim.Hash))
        {
            return known;
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
        if (_credentials.TryGetValue(claim.Id, out var known) && known.Knows(claim))
        {
            return known;
        }
        var row = CredentialRow.Read(statements, claim.Id);
        if (row is not null && !_rightsChange)
        {
            MakeRoom(_credentials)[claim.Id] = row;
        }
        return row;
    }

    /// <summary>The mapping of a workload whose signature was found right.</summary>
    public WorkloadRow? Workload(Statements statements, WorkloadClaim claim)
    {
        if (_workloads.TryGetValue(claim.Known.Key, out var known))
        {
            return known;
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

    /// <param name="generation">As it was before the reading was made: one that something has overtaken is not kept.</param>
    public void Keep(string token, Operation reading, CachedReading cachedReading, long generation)
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
/// <param name="Rows">How many rows' worth of memory it takes.</param>
internal sealed record CachedReading(ResolvedDemand Demand, Audit.AuditNote Note, object Answer, int Rows);
