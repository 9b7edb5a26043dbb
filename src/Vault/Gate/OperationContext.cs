using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The open vault, for one operation: it requires a permit, and its data is limited to the permit's reach.</summary>
/// <param name="openDb">Creates the database context at its first use.</param>
/// <param name="transaction">The write transaction of a change; null for a reading.</param>
internal sealed class OperationContext(
    Permit permit,
    Func<VaultDbContext> openDb,
    CurrentFacts facts,
    ResolvedIds resolved,
    VaultTools tools,
    Preparation? preparation,
    AuditNote note,
    WriteTransaction? transaction = null
) : IAsyncDisposable
{
    private readonly SecretInserter? _inserter = transaction is { } open ? new SecretInserter(permit, open) : null;

    public Permit Permit { get; } = permit;
    public VaultDbContext Db => OpenedDb ??= openDb().Confine(Permit.Reach);

    /// <summary>The audit log within reach, for operations that declare it (<see cref="Operation.ReadsAudit"/>).</summary>
    public IQueryable<AuditEntry> AuditLog =>
        ReadsAudit ? Db.AuditEntries : throw new InvalidOperationException("An operation that reads the audit log has to say so.");

    public bool ReadsAudit { get; init; }

    /// <summary>Null until the operation has used it.</summary>
    public VaultDbContext? OpenedDb { get; private set; }

    /// <summary>The rows that the permit was issued for.</summary>
    public ResolvedIds Resolved { get; } = resolved;

    public SecretInserter Inserter => _inserter ?? throw new InvalidOperationException("A reading puts no secret in.");

    /// <summary>The writer's cache; null for a reading.</summary>
    public ReadCache? ReadCache { get; } = transaction?.ReadCache;

    public DateTimeOffset Now { get; } = facts.Now;
    public Preparation? Preparation { get; } = preparation;
    public VaultTools Tools { get; } = tools;
    public Envelope Envelope => Tools.Envelope;
    public string AccountId => Tools.AccountId;
    public Caller Caller { get; } = facts.Caller;
    public SessionId? OwnSession { get; } = facts.Caller.Session;

    /// <summary>The caller, as in the audit row.</summary>
    public string? ActorName { get; } = facts.ActorName;

    public MemberId? MemberId => (Permit.Question.Actor as MemberActor)?.Id;

    public TokenId? Token => (Permit.Question.Actor as TokenActor)?.Id;

    public ServiceId? Service => (Permit.Question.Actor as ServiceActor)?.Id;

    public MemberActor? Member => Permit.Question.Actor as MemberActor;

    /// <summary>The operation's details for its audit row: names and plain facts, never a value.</summary>
    public AuditNote Note { get; } = note;

    /// <summary>Members whose rights or sessions change with this operation: their open pages are notified after the commit.</summary>
    public HashSet<MemberId> AffectedMembers { get; } = [];

    /// <summary>Warnings for the caller, in addition to the result, once the operation is done.</summary>
    public List<Warning> Warnings { get; } = [];

    /// <summary>Removes a binding when the operation is saved. It was loaded through
    /// <see cref="Db"/>, so it is within reach, and the save checks it again.</summary>
    public void Remove(Binding loaded) => Db.Remove(loaded);

    public ValueTask DisposeAsync() => OpenedDb?.DisposeAsync() ?? default;
}
