using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Storage.Sqlite;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault;

/// <summary>The vault, opened once for the life of the process: key, database, writer, gate.</summary>
public sealed partial class OpenVault : IAsyncDisposable
{
    private readonly WriteQueue _writeQueue;
    private readonly Snapshots _snapshots;

    // Soon after the start, but not while a server that was just started has other work.
    private static readonly TimeSpan FirstSweep = TimeSpan.FromMinutes(1);

    private readonly ITimer _tidying,
        _sweeping;
    private readonly Lazy<Task> _closing;
    private volatile Task _tidied = Task.CompletedTask;
    private volatile bool _isSetUp;

    private OpenVault(VaultOptions options, TimeProvider time, ILogger log)
    {
        var database = new SqliteStorage(options.DatabaseFile);
        var home = $"{Environment.MachineName}:{options.Directory}";
        var (installation, keyFile) = SqliteDatabase.Open(options.DatabaseFile, OpenKey(options, log), Guid.NewGuid().ToString("N"), home);
        var keys = keyFile.Ring;
        var seals = new RowSeals(keys, installation.AccountId);
        seals.Forged.Found += row => FoundForged(log, row);
        if (installation.Home != home && Path.GetDirectoryName(options.KeyFile) == options.Directory)
        {
            WarnOfCopiedKey(log, options.Directory);
        }
        _snapshots = new Snapshots(database, seals);
        var chain = new AuditChain(keys.Audit.Current, time);
        var anchor = new AuditAnchor(
            new AnchorFile(options.AnchorFolder, installation.AccountId, keys),
            chain,
            keys.Audit,
            _snapshots,
            time,
            log
        );
        anchor.Begin();
        Tools = new VaultTools(
            installation.AccountId,
            keys,
            seals,
            database,
            new Envelope(keys),
            new SetupCode(),
            new PasswordHashingQueue(options.Limits.PasswordIterations),
            new FailureCounter(options.Limits),
            options.Limits,
            time
        )
        {
            Issuers = options.Issuers,
            Anchor = anchor,
            Disk = new DiskReserve(options.Directory, options.Limits.DiskReserve, time),
        };
        _writeQueue = new WriteQueue(database.OpenWriter(seals), chain);
        Gate = new Gate.Gate(_writeQueue, _snapshots, Tools, log);
        Sessions = new SessionTimes(_writeQueue, _snapshots, Tools);
        KnownClients = new KnownClients(_snapshots, Tools);
        KeyStatuses = new KeyStatuses(_writeQueue, time);
        Changes = new ChangeBroadcaster(database, Gate);
        Readiness = new Readiness(_writeQueue, _snapshots, time, log);
        ConnectionString = SqliteDatabase.ConnectionString(options.DatabaseFile);
        XmlKeys = new StoredXmlKeys(_writeQueue, _snapshots);
        Sweep = new SealSweep(_snapshots, seals, log);
        _sweeping = time.CreateTimer(_ => _ = Sweep.RunAsync(), null, FirstSweep, SealSweep.Interval);
        _closing = new Lazy<Task>(CloseAsync);
        _tidying = time.CreateTimer(
            _ => _tidied = Task.WhenAll(_tidied, TidyAsync()),
            null,
            UsageRecorder.FlushInterval,
            UsageRecorder.FlushInterval
        );
    }

    public Gate.Gate Gate { get; }

    /// <summary>How long sessions remain, and their renewal.</summary>
    public SessionTimes Sessions { get; }

    /// <summary>Recognizes devices and one-time links, for rate limits.</summary>
    public KnownClients KnownClients { get; }

    /// <summary>Records whether providers accept their keys.</summary>
    public KeyStatuses KeyStatuses { get; }

    /// <summary>Whether the vault can work, for health probes.</summary>
    public Readiness Readiness { get; }

    /// <summary>Wakes the followers of bindings.</summary>
    public ChangeBroadcaster Changes { get; }

    /// <summary>Printed on the console while no member exists.</summary>
    public SetupCode SetupCode => Tools.SetupCode;

    /// <summary>The account's id: 32 lowercase hex characters.</summary>
    public string AccountId => Tools.AccountId;

    /// <summary>Whether the first Super Administrator exists. Once true it stays true.</summary>
    public bool IsSetUp()
    {
        if (!_isSetUp)
        {
            using var snapshot = _snapshots.Open();
            _isSetUp = ClientRows.IsSetUp(snapshot);
        }
        return _isSetUp;
    }

    /// <summary>The configured limits of the product.</summary>
    public VaultLimits Limits => Tools.Limits;

    /// <summary>The free space of the disk under the data, and the clients that are refused because of it.</summary>
    public DiskReserve Disk => Tools.Disk;

    internal VaultTools Tools { get; }

    /// <summary>Where ASP.NET keeps its data protection keys.</summary>
    internal StoredXmlKeys XmlKeys { get; }

    internal ReadCache ReadCache => _writeQueue.ReadCache;

    /// <summary>Checks the seals of all rows.</summary>
    internal SealSweep Sweep { get; }
    internal string ConnectionString { get; }

    /// <exception cref="StartupException">Key file, database or settings are missing or invalid; nothing was overwritten.</exception>
    public static OpenVault Open(VaultOptions options, TimeProvider time, ILogger log)
    {
        MakeDirectory(options.Directory);
        using var starting = StartLock.Take(options.Directory);
        return new OpenVault(options, time, log);
    }

    /// <summary>Closes the vault. A second call waits for the same end: a host
    /// that stops may dispose of its services twice at the same time.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    private async Task CloseAsync()
    {
        await Changes.DisposeAsync();
        await _tidying.DisposeAsync();
        await _sweeping.DisposeAsync();
        await Sweep.StopAsync();
        await _tidied.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It would otherwise write the anchor after the end.
        await _writeQueue.TidyAsync(Tools.Time.GetUtcNow());
        await _writeQueue.DisposeAsync();
        await Tools.Anchor.WriteAsync();
        _snapshots.Dispose();
        Tools.Database.Release();
    }

    private async Task TidyAsync()
    {
        await _writeQueue.TidyAsync(Tools.Time.GetUtcNow());
        await Tools.Anchor.WriteAsync();
    }

    private static KeyFile OpenKey(VaultOptions options, ILogger log)
    {
        var (keyExists, databaseExists) = (File.Exists(options.KeyFile), File.Exists(options.DatabaseFile));
        if (keyExists)
        {
            return KeyFile.Load(options.KeyFile);
        }
        if (databaseExists)
        {
            throw new StartupException(
                $"The key file '{options.KeyFile}' is missing, but the database '{options.DatabaseFile}' exists "
                    + "and can't be read without it. Restore the key file from its backup, or point Data:KeyFile at it. "
                    + "No new key was created."
            );
        }
        MadeKey(log, options.KeyFile);
        return KeyFile.Create(options.KeyFile);
    }

    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Created a new key file at {Path}. Back it up separately from the database: without it, no value can be decrypted."
    )]
    private static partial void MadeKey(ILogger log, string path);

    [LoggerMessage(
        LogLevel.Error,
        "Another program wrote or changed a row of the database: {Row}. It grants nothing. Run 'audit verify' on the server's console."
    )]
    private static partial void FoundForged(ILogger log, ForgedRow row);

    [LoggerMessage(
        LogLevel.Warning,
        "The data folder {Directory} was copied or moved together with its key file. Both files together give access to every value: "
            + "keep the key elsewhere (Data:KeyFile)."
    )]
    private static partial void WarnOfCopiedKey(ILogger log, string directory);
}
