using System.Globalization;
using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault;

/// <summary>The places of the vault's data, from ASP.NET configuration; see the README's table of settings.</summary>
/// <param name="Directory">An absolute path. Created with mode 0700 if it does not exist.</param>
/// <param name="KeyFile">An absolute path. Created with mode 0600 at the first start, if no database exists either.</param>
/// <param name="BootstrapEmail">With <paramref name="BootstrapPassword"/>: creates
/// the first Super Administrator on an empty database.</param>
public sealed record VaultOptions(string Directory, string KeyFile, string? BootstrapEmail, string? BootstrapPassword, VaultLimits Limits)
{
    /// <summary>The issuers whose JWTs may identify a service. The web project reads the issuers' names and the locations of their keys;
    /// here, mappings are compared with this list.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>The folder of the audit log's anchor. Absolute; null: the key file's folder.</summary>
    public string? AnchorDirectory { get; init; }

    internal string AnchorFolder => AnchorDirectory ?? Path.GetDirectoryName(KeyFile)!;

    internal string DatabaseFile => Path.Combine(Directory, "secrets-dashboard.db");

    /// <param name="root">The base folder of relative paths.</param>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static VaultOptions From(IConfiguration configuration, string root)
    {
        if (
            configuration["Data:Provider"] is { Length: > 0 } provider
            && !string.Equals(provider, "Sqlite", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new StartupException($"Data:Provider is '{provider}'. This version supports only 'Sqlite'.");
        }
        var directory = Path.GetFullPath(NonEmpty(configuration["Data:Directory"]) ?? "data", root);
        var keyFile = NonEmpty(configuration["Data:KeyFile"]) is { } path
            ? Path.GetFullPath(path, root)
            : Path.Combine(directory, "key.json");
        var (email, password) = (NonEmpty(configuration["Bootstrap:Email"]), NonEmpty(configuration["Bootstrap:Password"]));
        if (email is null != password is null)
        {
            throw new StartupException("Set both Bootstrap:Email and Bootstrap:Password, or neither.");
        }
        return new VaultOptions(directory, keyFile, email, password, LimitsFrom(configuration, new VaultLimits()))
        {
            AnchorDirectory = NonEmpty(configuration["Audit:AnchorDirectory"]) is { } anchors ? Path.GetFullPath(anchors, root) : null,
        };
    }

    // A record prints its members, and one of them is a password.
    public override string ToString() => $"Data in {Directory}";

    private static VaultLimits LimitsFrom(IConfiguration configuration, VaultLimits usual) =>
        usual with
        {
            Secrets = Count(configuration, "Limits:Secrets", usual.Secrets),
            DiskReserve = Megabytes(configuration, "Limits:DiskReserveMegabytes"),
            WorkerUpload = Count(configuration, "Limits:WorkerUploadBytes", usual.WorkerUpload),
        };

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static long? Megabytes(IConfiguration configuration, string name) =>
        NonEmpty(configuration[name]) is not { } text ? null
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n * 1024L * 1024
        : throw new StartupException($"{name} must be a whole number of megabytes, or 0 for no reserve.");

    private static int Count(IConfiguration configuration, string name, int otherwise) =>
        NonEmpty(configuration[name]) is not { } text ? otherwise
        : int.TryParse(text, out var n) && n > 0 ? n
        : throw new StartupException($"{name} must be a whole number above zero.");
}
