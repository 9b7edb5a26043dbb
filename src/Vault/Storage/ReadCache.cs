using System.Collections.Concurrent;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Data that was read and is still current: of the <see cref="Revision"/> on which it was read, or untouched by every change
/// since. A change of this process says what it touched (<see cref="TouchTriggers"/>); one of another process shows in the revision's
/// number.</summary>
/// <remarks>Used only in a write transaction, which has taken the revision: the cache then equals the database. Only
/// <see cref="MayContain"/> and <see cref="GenerationOf"/> may be called elsewhere, and are hints.</remarks>
internal sealed class ReadCache
{
    private const int MaxTokens = 4_096,
        MaxReaders = 16_384;

    private readonly CachedReadings _readings = new();
    private readonly ConcurrentDictionary<string, string> _readers = new();
    private readonly Dictionary<string, TokenRow> _tokens = [];
    private readonly Dictionary<string, CredentialRow> _credentials = [];
    private readonly Dictionary<string, WorkloadRow> _workloads = [];
    private long _revision = -1,
        _generation,
        _uses;
    private int _secrets = -1;
    private bool _hasChanges;

    /// <summary>Incremented with every change, and, if the reading shows uses, with every use.</summary>
    public long GenerationOf(Operation reading) => Volatile.Read(ref _generation) + (reading.ShowsUse ? Volatile.Read(ref _uses) : 0);

    /// <summary>Whether a write transaction is worthwhile for this reading of a caller who has read something before.</summary>
    /// <param name="claim">The key of the credential or the token.</param>
    public bool MayContain(string claim, Operation reading) =>
        _readers.TryGetValue(claim, out var reader) && _readings.Contains(reader, reading);

    /// <summary>Called when the transaction has taken the revision: evicts everything if another process has moved it.</summary>
    public void Begin(long revision)
    {
        if (revision != _revision)
        {
            ForgetAll();
        }
        _revision = revision;
    }

    /// <summary>Called after each change with what it touched.</summary>
    /// <param name="liveSecretsDelta">The change of the number of secrets.</param>
    public void Evict(IReadOnlyList<Touch> touches, int liveSecretsDelta)
    {
        _secrets = _secrets < 0 ? _secrets : _secrets + liveSecretsDelta;
        if (touches.Count == 0)
        {
            return;
        }
        foreach (var touch in touches)
        {
            Evict(touch);
        }
        _readings.Evict(ReadingTags.Anything);
        _hasChanges = true;
        Volatile.Write(ref _generation, _generation + 1);
    }

    /// <summary>Called at the end of the transaction. After a failed one, the whole cache is evicted.</summary>
    /// <param name="revision">The number of the revision at the end of its changes.</param>
    public void End(bool committed, long revision)
    {
        if (!committed)
        {
            ForgetAll();
        }
        else if (_hasChanges)
        {
            // Again: a snapshot that was opened between the change and its commit shows the data before it.
            Volatile.Write(ref _generation, _generation + 1);
        }
        (_hasChanges, _revision) = (false, committed ? revision : -1);
    }

    /// <summary>Called when a last-used time changed with the last commit: evicts only readings that show it.</summary>
    public void NoteUse()
    {
        _readings.Evict(ReadingTags.Uses);
        Volatile.Write(ref _uses, _uses + 1);
    }

    /// <summary>A job was rolled back: what was read in it is not in the database.</summary>
    public void Invalidate() => ForgetAll();

    /// <summary>The number of secrets of the account that are not deleted; null if they must be counted.</summary>
    public int? Secrets
    {
        get => _secrets < 0 ? null : _secrets;
        set => _secrets = value ?? -1;
    }

    /// <summary>Found only by the whole token: a caller who has only the id must not notice that it was used.</summary>
    public async ValueTask<TokenRow?> TokenAsync(Statements statements, TokenClaim claim)
    {
        if (_tokens.TryGetValue(claim.Id, out var cached) && claim.Matches(cached.Hash, statements.Seals))
        {
            return cached;
        }
        var row = await TokenRow.ReadAsync(statements, claim.Id);
        if (row is not null)
        {
            MakeRoom(_tokens)[claim.Id] = row;
        }
        return row;
    }

    /// <inheritdoc cref="TokenAsync"/>
    public async ValueTask<CredentialRow?> CredentialAsync(Statements statements, TokenClaim claim)
    {
        if (_credentials.TryGetValue(claim.Id, out var cached) && cached.Knows(claim, statements.Seals))
        {
            return cached;
        }
        var row = await CredentialRow.ReadAsync(statements, claim.Id);
        if (row is not null)
        {
            MakeRoom(_credentials)[claim.Id] = row;
        }
        return row;
    }

    /// <summary>The mapping of a workload whose signature was verified.</summary>
    public async ValueTask<WorkloadRow?> WorkloadAsync(Statements statements, WorkloadClaim claim)
    {
        if (_workloads.TryGetValue(claim.Known.Key, out var cached))
        {
            return cached;
        }
        var row = await WorkloadRow.ReadAsync(statements, claim);
        if (row is not null)
        {
            MakeRoom(_workloads)[claim.Known.Key] = row;
        }
        return row;
    }

    public void Forget(WorkloadClaim workload) => _workloads.Remove(workload.Known.Key);

    public void Forget(CredentialId credential) => _credentials.Remove(credential.Value);

    public void Forget(TokenId token) => _tokens.Remove(token.Value);

    public CachedReading? Find(Actor actor, string claim, Operation reading) => _readings.Find(Reader.Of(actor, claim), reading);

    /// <param name="claim">The key of the credential or the token with which it was read.</param>
    /// <param name="generation">The generation before the reading was executed: an outdated result is not cached.</param>
    public void Add(string claim, Operation reading, CachedReading cachedReading, long generation)
    {
        var reader = Reader.Of(cachedReading.Demand.Question.Actor, claim);
        if (!_readers.ContainsKey(claim) && _readers.Count >= MaxReaders) // To count takes every lock.
        {
            _readers.Clear();
        }
        _readers[claim] = reader;
        if (generation == GenerationOf(reading) && !_hasChanges)
        {
            _readings.Add(reader, reading, cachedReading);
        }
    }

    private void Evict(Touch touch)
    {
        switch (touch.Kind)
        {
            case TouchKind.Store:
                _readings.Evict(ReadingTags.Store(touch.Id));
                break;
            case TouchKind.Secret:
                _readings.Evict(ReadingTags.Secret(touch.Id));
                break;
            case TouchKind.Service:
                _readings.Evict(ReadingTags.Service(touch.Id));
                EvictCredentialsOf(touch.Id);
                break;
            case TouchKind.Services:
                _readings.Clear(); // A list may name any of them.
                break;
            case TouchKind.Credential:
                _credentials.Remove(touch.Id);
                break;
            case TouchKind.Workloads:
                _workloads.Clear();
                _readings.Clear(); // The readings of a workload are of the service that it was mapped to.
                break;
            case TouchKind.Token:
                _tokens.Remove(touch.Id); // With other rights, it is another reader.
                break;
            case TouchKind.Members:
                _tokens.Clear();
                break;
        }
    }

    /// <summary>A credential's row also contains its service.</summary>
    private void EvictCredentialsOf(string service)
    {
        foreach (var (id, credential) in _credentials)
        {
            if (credential.Service == service)
            {
                _credentials.Remove(id);
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
        _readings.Clear();
        _tokens.Clear();
        _credentials.Clear();
        _workloads.Clear();
        _secrets = -1;
        Volatile.Write(ref _generation, _generation + 1);
    }
}
