namespace SecretsDashboard.Vault;

/// <summary>The product's limits, in one place.</summary>
public sealed record VaultLimits
{
    /// <summary>A session without input for this long expires.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session expires after this time even with input.</summary>
    public TimeSpan SessionAbsolute { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Failed sign-ins for one e-mail address from unknown devices after which the next ones are delayed.</summary>
    public int UndelayedFailures { get; init; } = 10;

    /// <summary>The maximum delay of a sign-in from an unknown device.</summary>
    public TimeSpan MaxSignInDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed sign-ins for one e-mail address from unknown devices within
    /// <see cref="FailureWindow"/> after which no password from such a device is accepted.</summary>
    public int FailuresPerDay { get; init; } = 100;

    /// <summary>The window for counting failures of an e-mail address, from the first of them.</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Failed sign-ins from unknown devices of one network within <see cref="NetworkBlock"/>
    /// after which that network's unknown devices are rejected.</summary>
    public int FailuresPerNetwork { get; init; } = 50;

    /// <summary>The window for counting failures of a network, from the first of them.</summary>
    public TimeSpan NetworkBlock { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The PBKDF2-HMAC-SHA-512 iterations of a password hash: at least 210,000 outside tests.</summary>
    public int PasswordIterations { get; init; } = 210_000;

    /// <summary>How long a device stays known after a sign-in.</summary>
    public TimeSpan KnownDevice { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Wrong passwords from a known device after which it becomes unknown.</summary>
    public int KnownDeviceFailures { get; init; } = 5;

    /// <summary>How long an invitation can be accepted.</summary>
    public TimeSpan Invitation { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The lifetime of a password reset link.</summary>
    public TimeSpan PasswordReset { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The default lifetime of a token or a credential.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The default time for which a credential's old value stays valid after a roll.</summary>
    public TimeSpan CredentialOverlap { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The AI providers that are configured, for display: a gateway gets keys for no other.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>The bytes of the disk under the data that are reserved for essential requests; see <see cref="DiskReserve"/>. 0: none;
    /// null: the default for the disk.</summary>
    public long? DiskReserve { get; init; }

    /// <summary>The maximum number of secrets of the account.</summary>
    public int Secrets { get; init; } = 10_000;

    /// <summary>The maximum total size of the modules of one upload of a Worker, in bytes.</summary>
    public int WorkerUpload { get; init; } = 10 * 1024 * 1024;
}
