using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault;

/// <summary>The services that operations use besides the data, fixed when the vault is opened.</summary>
internal sealed record VaultTools(
    string AccountId,
    KeyRing Keys,
    RowSeals Seals,
    Database Database,
    Envelope Envelope,
    SetupCode SetupCode,
    PasswordHashingQueue Passwords,
    FailureCounter Failures,
    VaultLimits Limits,
    TimeProvider Time
)
{
    /// <summary>Covers the end of the audit log.</summary>
    public required AuditAnchor Anchor { get; init; }

    /// <summary>Delays sign-ins from unknown devices.</summary>
    public SignInDelays Delays { get; } = new(Limits, Time);

    /// <summary>Counts the uses of rate-limited keys in the current minute.</summary>
    public KeyRateCounter KeyRates { get; } = new(Time);

    /// <summary>The networks that already have an audit row for an unknown one-time link.</summary>
    public UnknownLinks UnknownLinks { get; } = new();

    public required DiskReserve Disk { get; init; }

    /// <summary>The issuers whose JWTs may identify a service; see <see cref="VaultOptions.Issuers"/>.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];
}

/// <summary>The result of an operation's work before the decision.</summary>
/// <param name="PasswordHash">A new password's hash, or a verified password's renewed one.</param>
/// <param name="VerifiedStamp">The security stamp of the member whose password
/// was verified; null if it was wrong. It changes with the password.</param>
/// <param name="Anchor">The audit log's anchor, read before the log.</param>
/// <param name="Problem">The reason why the operation can't continue; reported only after the decision allowed it.</param>
/// <param name="Unrecorded">The answer to a repeated request of the same network, whose first one has an audit row: this one is answered at
/// once and adds none. Only for unauthenticated clients, who could otherwise fill the disk.</param>
internal sealed record Preparation(
    string? PasswordHash = null,
    string? VerifiedStamp = null,
    Problem? Problem = null,
    Problem? Unrecorded = null,
    AnchorReading? Anchor = null
)
{
    /// <summary>The known device whose failure counter applies to the password; null for unknown devices.</summary>
    public string? DeviceId { get; init; }
}
