using System.Security.Cryptography;
using System.Text.Json;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>The default provider of the key-encryption key: a JSON file of mode 0600, outside the database.</summary>
/// <remarks>A key is never overwritten: if the file is missing beside a database, readable by others or invalid, the start fails.</remarks>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private sealed record Content(int Format, string Id, string Key);

    public static KeyRing Load(string path)
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
        var key = new byte[KeyRing.KeyBytes];
        if (
            content is not { Format: 1, Id.Length: 32, Key: not null }
            || !Convert.TryFromBase64String(content.Key, key, out var written)
            || written != KeyRing.KeyBytes
        )
        {
            throw new StartupException(
                $"The key file '{path}' does not hold a 256-bit key in format 1. Restore it from its backup; nothing was changed."
            );
        }
        return new KeyRing(content.Id, key);
    }

    /// <summary>Creates a key. If another process creates one at the same time, that one is loaded.</summary>
    /// <exception cref="StartupException">The file can't be written.</exception>
    public static KeyRing Create(string path)
    {
        try
        {
            return Make(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return File.Exists(path)
                ? Load(path)
                : throw new StartupException(
                    $"The key file '{path}' can't be created: {e.Message} Check its folder and the folder's permissions."
                );
        }
    }

    private static KeyRing Make(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyRing.KeyBytes);
        var content = new Content(1, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Convert.ToBase64String(key));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.WriteThrough,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        // The key is written under another name first, so that no process reads half a key; the move does not replace an existing file.
        var unfinished = $"{path}.{content.Id}.new";
        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                JsonSerializer.Serialize(file, content);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return new KeyRing(content.Id, key);
    }

    private static void RefuseIfTooOpen(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is var extra && extra != UnixFileMode.None)
        {
            throw new StartupException(
                $"The key file '{path}' is too open ({extra} beyond read and write for its owner). "
                    + $"Run chmod 600 '{path}', and consider whether others may have read the key."
            );
        }
    }
}
