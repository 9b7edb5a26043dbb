using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The heads of the audit log's chains when the anchor was last written.</summary>
/// <param name="Heads">The newest row of each chain that no later chain has signed.</param>
internal sealed record Anchor(DateTimeOffset Written, IReadOnlyList<AuditHead> Heads);

/// <summary>The result of reading the anchor file.</summary>
/// <param name="Anchor">Null if there is no trusted anchor.</param>
/// <param name="IsMissing">The file does not exist. If this is false and
/// there is no trusted anchor, another program wrote the file.</param>
internal sealed record AnchorReading(string Path, Anchor? Anchor, bool IsMissing);

/// <summary>The anchor of the audit log: a file outside the database with a MAC
/// from the key ring, so that only this installation can write it.</summary>
internal sealed class AnchorFile(string directory, string accountId, KeyRing keys)
{
    private const int Format = 1,
        MaxBytes = 4 * 1024 * 1024;

    // Unlike the database, a key folder may be shared by several installations.
    private readonly string _path = Path.Combine(directory, $"audit-anchor-{accountId}.json");

    private sealed record Content(int Format, long Written, string[] Heads, string Code);

    /// <exception cref="IOException">The file exists and can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file exists and can't be read.</exception>
    public AnchorReading Read()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new(_path, file.Length <= MaxBytes ? Trusted(JsonSerializer.Deserialize<Content>(file)) : null, IsMissing: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(_path, null, IsMissing: true);
        }
        catch (JsonException)
        {
            return new(_path, null, IsMissing: false);
        }
    }

    /// <summary>Replaces the anchor atomically: after a power failure, the file is
    /// either the old or the new one. Call it only while holding the lock.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public void Write(Anchor anchor)
    {
        string[] heads = [.. anchor.Heads.Select(h => h.ToString())];
        var written = anchor.Written.ToUnixTimeMilliseconds();
        var content = new Content(Format, written, heads, Code(keys.Anchor[0], written, heads));
        PrivateFile.Write(_path, file => JsonSerializer.Serialize(file, content));
    }

    /// <summary>Locks the anchor against writes by other processes.</summary>
    /// <returns>Null if another process holds the lock.</returns>
    /// <exception cref="IOException">The folder is not writable.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public IDisposable? TryLock()
    {
        Directory.CreateDirectory(directory);
        return PrivateFile.TryLock(_path + ".lock");
    }

    private Anchor? Trusted(Content? content)
    {
        if (
            content is not { Format: Format, Heads: not null, Code: not null }
            || content.Heads.Any(h => h is null)
            || !keys.Anchor.Any(key => IsCodeOf(key, content))
        )
        {
            return null;
        }
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(content.Written),
            [.. content.Heads.Select(AuditHead.Parse).OfType<AuditHead>()]
        );
    }

    private bool IsCodeOf(byte[] key, Content content) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(content.Code),
            Encoding.UTF8.GetBytes(Code(key, content.Written, content.Heads))
        );

    private string Code(byte[] key, long written, string[] heads)
    {
        string[] lines = [accountId, written.ToString(CultureInfo.InvariantCulture), .. heads];
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
