using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What operations use beside the data, fixed when the vault is opened.</summary>
internal sealed record VaultTools(
    string AccountId,
    KeyRing Keys,
    Envelope Envelope,
    SetupCode SetupCode,
    PasswordHashingQueue Passwords,
    FailureCounter Failures,
    VaultLimits Limits,
    TimeProvider Time
)
{
    /// <summary>What vouches for the end of the audit log.</summary>
    public required AuditAnchor Anchor { get; init; }

    /// <summary>Holds sign-ins from unknown devices back.</summary>
    public SignInDelays Delays { get; } = new(Limits, Time);

    /// <summary>How often keys with a limit of their own were used in this minute.</summary>
    public KeyRateCounter KeyRates { get; } = new(Time);

    /// <summary>Which uses of keys were noted already.</summary>
    public KeyStatusRecorder KeyStatuses { get; } = new();

    /// <summary>Which networks have an audit row for an unknown one-time link already.</summary>
    public UnknownLinks UnknownLinks { get; } = new();

    /// <summary>The free space of the disk under the data.</summary>
    public required DiskReserve Disk { get; init; }

    /// <summary>The issuers whose JWTs may identify a service; see <see cref="VaultOptions.Issuers"/>.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];
}

/// <summary>What an operation worked out before it was let in.</summary>
/// <param name="PasswordHash">A new password's hash, or a verified password's renewed one.</param>
/// <param name="VerifiedStamp">The security stamp of the member whose password was verified
/// with success; null when it was not. It changes with the password.</param>
/// <param name="Anchor">The audit log's anchor as it was before the log is read.</param>
/// <param name="Problem">Why it can't go on, said only after the decision allowed.</param>
/// <param name="Unrecorded">The same answer as an earlier request from the same network got,
/// which has its audit row: this one is answered at once and leaves none. For
/// requests of unauthenticated clients alone, who could otherwise fill the disk.</param>
internal sealed record Preparation(
    string? PasswordHash = null,
    string? VerifiedStamp = null,
    Problem? Problem = null,
    Problem? Unrecorded = null,
    AnchorReading? Anchor = null
)
{
    /// <summary>The known device by whose failures the password is judged; null for unknown devices.</summary>
    public string? DeviceId { get; init; }
}
