namespace SecretsDashboard.Vault.Gate;

/// <summary>The product's limits, in one place.</summary>
public sealed record VaultLimits
{
    /// <summary>A session without input for this long is over.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session is over after this long whatever happens.</summary>
    public TimeSpan SessionAbsolute { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Failed sign-ins for one e-mail address from unknown devices after which the next ones are delayed.</summary>
    public int UndelayedFailures { get; init; } = 10;

    /// <summary>The longest that a sign-in from an unknown device is delayed.</summary>
    public TimeSpan LongestSignInDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed sign-ins for one e-mail address from unknown devices within
    /// <see cref="FailureWindow"/> after which no password from such a device is accepted.</summary>
    public int FailuresPerDay { get; init; } = 100;

    /// <summary>The window for counting failures of an e-mail address, from the first of them.</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Failed sign-ins from unknown devices of one network within <see cref="NetworkBlock"/>
    /// after which that network's unknown devices are turned away.</summary>
    public int FailuresPerNetwork { get; init; } = 50;

    /// <summary>The window for counting failures of a network, from the first of them.</summary>
    public TimeSpan NetworkBlock { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The iterations of PBKDF2-HMAC-SHA-512 of a password's hash: not below 210,000 outside tests.</summary>
    public int PasswordIterations { get; init; } = 210_000;

    /// <summary>How long after a sign-in its device stays known.</summary>
    public TimeSpan KnownDevice { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Wrong passwords from a known device after which it is unknown.</summary>
    public int KnownDeviceFailures { get; init; } = 5;

    /// <summary>How long an invitation can be accepted.</summary>
    public TimeSpan Invitation { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The lifetime of a password reset link.</summary>
    public TimeSpan PasswordReset { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The default lifetime of a token or a credential.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The default time for which a credential's old value stays valid after a roll.</summary>
    public TimeSpan CredentialOverlap { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The AI providers that are configured, which the web reads: a gateway gets keys for no other.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>The bytes of the disk under the data that are kept for what must go on; see
    /// <see cref="DiskReserve"/>. 0: none; null: the default for the disk.</summary>
    public long? DiskReserve { get; init; }

    /// <summary>How many secrets the account may hold.</summary>
    public int Secrets { get; init; } = 10_000;

    /// <summary>How many bytes the modules of one upload of a Worker may have together.</summary>
    public int WorkerUpload { get; init; } = 10 * 1024 * 1024;
}
