using System.Security.Cryptography;
using System.Text.Json;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>The default provider of the root keys: a JSON file of mode 0600, outside the database.</summary>
/// <remarks>
/// <para>Format 2: <c>{"Format": 2, "Keys": [{"Purpose": "Values", "Id": …, "Key": …}, …], "Sealed": [account id, …]}</c>, with the current
/// key of each purpose before earlier ones. Format 1 had one key for all purposes: <see cref="Upgraded"/> keeps it for what was written
/// with it.</para>
/// <para><c>Sealed</c> names the accounts whose rows have been sealed, and with a slash each table of an account that was sealed later than
/// the others. It is kept here, because an attacker who can write the database could reset a mark in it.</para>
/// <para>A key is never lost: if the file is missing beside a database, readable by others or invalid, the start fails, and a new content
/// replaces the file as a whole.</para>
/// </remarks>
internal sealed class KeyFile
{
    private const int IdLength = 32;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly bool _isFirstFormat;
    private readonly IReadOnlyList<string> _sealed;

    private KeyFile(string path, KeyRing ring, IReadOnlyList<string> sealedAccounts, bool isFirstFormat = false) =>
        (_path, Ring, _sealed, _isFirstFormat) = (path, ring, sealedAccounts, isFirstFormat);

    /// <summary>The keys; all derived from the same one if the file has format 1.</summary>
    public KeyRing Ring { get; }

    /// <summary>Whether it is recorded that rows were sealed: from then on, a row without a seal is forged.</summary>
    /// <param name="mark">See <see cref="Seals.SealedTable.MarkOf"/>.</param>
    public bool IsSealed(string mark) => _sealed.Contains(mark);

    /// <exception cref="StartupException">The file is readable by others, or not a key file.</exception>
    public static KeyFile Load(string path)
    {
        RefuseIfTooOpen(path);
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The key file '{path}' can't be read: {(e is JsonException ? "it is not the JSON that this program writes" : e.Message)}. "
                    + "Restore it from its backup; nothing was changed."
            );
        }
        return Of(path, content)
            ?? throw new StartupException(
                $"The key file '{path}' does not hold 256-bit keys in format 1 or 2. Restore it from its backup; nothing was changed."
            );
    }

    /// <summary>Creates the keys. If another process creates them at the same time, those are loaded.</summary>
    /// <exception cref="StartupException">The file can't be written.</exception>
    public static KeyFile Create(string path)
    {
        var file = new KeyFile(path, new KeyRing([.. Enum.GetValues<KeyPurpose>().Select(New)]), []);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var only = Lock(path); // Installations may share a key file; one of them must not replace the other's key.
            if (File.Exists(path))
            {
                return Load(path);
            }
            file.Write();
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The key file '{path}' can't be created: {e.Message} Check its folder and the folder's permissions."
            );
        }
    }

    /// <summary>The file in format 2, with a root key for each purpose. The only key of a file of format 1 stays the one of values, and
    /// still opens what else was written with it.</summary>
    /// <exception cref="StartupException">The file can't be written.</exception>
    public KeyFile Upgraded()
    {
        if (!_isFirstFormat)
        {
            return this;
        }
        var old = Ring.Roots[0];
        RootKey[] roots =
        [
            old,
            New(KeyPurpose.Audit),
            old with
            {
                Purpose = KeyPurpose.Audit,
            },
            New(KeyPurpose.Seals),
            New(KeyPurpose.DataProtection),
            old with
            {
                Purpose = KeyPurpose.DataProtection,
            },
        ];
        return Change(file => file._isFirstFormat ? new KeyFile(_path, new KeyRing(roots), []) : file);
    }

    /// <summary>Records that rows were sealed.</summary>
    /// <exception cref="StartupException">The file can't be written.</exception>
    public KeyFile MarkSealed(IEnumerable<string> marks) => Change(file => new KeyFile(_path, file.Ring, [.. file._sealed.Union(marks)]));

    /// <summary>Several installations may share the file, so it is read again under a lock.</summary>
    private KeyFile Change(Func<KeyFile, KeyFile> change)
    {
        try
        {
            using var only = Lock(_path);
            var changed = change(Load(_path));
            changed.Write();
            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The key file '{_path}' can't be written: {e.Message} This version adds keys to it once, and records which databases are "
                    + "sealed: make the file and its folder writable for the server. Nothing was lost."
            );
        }
    }

    private static IDisposable Lock(string path) =>
        PrivateFile.Lock(path + ".lock", MaxWait) ?? throw new IOException("Another process is changing it.");

    private void Write() =>
        PrivateFile.Write(
            _path,
            file =>
            {
                var keys = Ring.Roots.Select(r => new ContentKey(r.Purpose.ToString(), r.Id, Convert.ToBase64String(r.Key)));
                JsonSerializer.Serialize(file, new WrittenContent(2, [.. keys], [.. _sealed]));
            }
        );

    private static KeyFile? Of(string path, Content? content)
    {
        if (content is { Format: 1 })
        {
            return KeyOf(content.Id, content.Key) is { } key
                ? new KeyFile(path, new KeyRing(content.Id!, key), [], isFirstFormat: true)
                : null;
        }
        if (content is not { Format: 2, Keys: { } keys, Sealed: { } accounts })
        {
            return null;
        }
        var roots = keys.Select(k =>
                Enum.TryParse<KeyPurpose>(k?.Purpose, out var purpose) && KeyOf(k!.Id, k.Key) is { } key
                    ? new RootKey(purpose, k.Id!, key)
                    : null
            )
            .ToList();
        var isWhole = roots.TrueForAll(r => r is not null) && Enum.GetValues<KeyPurpose>().All(p => roots.Exists(r => r!.Purpose == p));
        return isWhole ? new KeyFile(path, new KeyRing([.. roots!]), [.. accounts.OfType<string>()]) : null;
    }

    private static byte[]? KeyOf(string? id, string? base64)
    {
        var key = new byte[KeyRing.KeyBytes];
        return
            id is { Length: IdLength }
            && base64 is not null
            && Convert.TryFromBase64String(base64, key, out var written)
            && written == key.Length
            ? key
            : null;
    }

    private static RootKey New(KeyPurpose purpose) =>
        new(
            purpose,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
            RandomNumberGenerator.GetBytes(KeyRing.KeyBytes)
        );

    private static void RefuseIfTooOpen(string path)
    {
        if (
            !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~PrivateFile.OwnerOnly) is var extra
            && extra != UnixFileMode.None
        )
        {
            throw new StartupException(
                $"The key file '{path}' is too open ({extra} beyond read and write for its owner). "
                    + $"Run chmod 600 '{path}', and consider whether others may have read the key."
            );
        }
    }

    private sealed record WrittenContent(int Format, ContentKey[] Keys, string[] Sealed);

    private sealed record ContentKey(string? Purpose, string? Id, string? Key);

    /// <summary>Either format.</summary>
    private sealed record Content(int Format, string? Id, string? Key, ContentKey?[]? Keys, string?[]? Sealed);
}
