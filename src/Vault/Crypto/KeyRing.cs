using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>A key and the id of its root key.</summary>
internal readonly record struct NamedKey(string Id, byte[] Key);

/// <summary>The root keys and the keys derived from them, one per use (HKDF-SHA-256), so that no key has two uses.</summary>
/// <param name="roots">All root keys. The first one of a purpose is the current one, which everything new is written with; the others
/// still open what was written before.</param>
internal sealed class KeyRing(IReadOnlyList<RootKey> roots)
{
    public const int KeyBytes = 32;

    private readonly FrozenDictionary<string, byte[]> _wrapping = Derive(roots, KeyPurpose.Values, "wrap data keys")
        .ToFrozenDictionary(k => k.Id, k => k.Key);

    /// <summary>One root key for every purpose, as in format 1 of the key file.</summary>
    public KeyRing(string id, byte[] key)
        : this([.. Enum.GetValues<KeyPurpose>().Select(purpose => new RootKey(purpose, id, key))]) { }

    /// <summary>The id of the current root key of values; the database refers to the key file by it.</summary>
    public string Id { get; } = Of(roots, KeyPurpose.Values)[0].Id;

    /// <summary>Wraps the data keys of new values.</summary>
    public NamedKey Wrapping { get; } = Derive(roots, KeyPurpose.Values, "wrap data keys")[0];

    public AuditKeys Audit { get; } = new([.. Derive(roots, KeyPurpose.Audit, "chain the audit").Select(k => k.Key)]);

    /// <summary>The keys of the audit log's anchor, the current one first.</summary>
    public IReadOnlyList<byte[]> Anchor { get; } = [.. Derive(roots, KeyPurpose.Audit, "anchor the audit").Select(k => k.Key)];

    /// <summary>The keys that wrap data protection keys, the current one first.</summary>
    public IReadOnlyList<NamedKey> DataProtection { get; } = Derive(roots, KeyPurpose.DataProtection, "wrap data protection keys");

    /// <summary>Names the addresses of failed sign-ins.</summary>
    public byte[] SignInAddresses { get; } = Derive(roots, KeyPurpose.Seals, "name addresses of failed sign-ins")[0].Key;

    /// <summary>The root keys as the key file stores them.</summary>
    public IReadOnlyList<RootKey> Roots => roots;

    /// <summary>The key that wrapped the data key of an existing value; null if the ring does not hold it.</summary>
    public byte[]? FindWrapping(string id) => _wrapping.GetValueOrDefault(id);

    /// <summary>The value that a database stores to detect that it was opened with another key.</summary>
    public byte[] CheckFor(string accountId) =>
        HMACSHA256.HashData(Derive(roots, KeyPurpose.Values, "check the key")[0].Key, Encoding.UTF8.GetBytes(accountId));

    /// <summary>A key for one account's rows. A key file may serve several accounts, and a row of one must not be valid in
    /// another.</summary>
    public NamedKey Seals(string use, string accountId) => Derive(roots, KeyPurpose.Seals, $"{use} of {accountId}")[0];

    private static NamedKey[] Derive(IReadOnlyList<RootKey> roots, KeyPurpose purpose, string use) =>
        [
            .. Of(roots, purpose)
                .Select(root => new NamedKey(
                    root.Id,
                    HKDF.DeriveKey(HashAlgorithmName.SHA256, root.Key, KeyBytes, info: Encoding.UTF8.GetBytes("secrets-dashboard/1/" + use))
                )),
        ];

    private static RootKey[] Of(IReadOnlyList<RootKey> roots, KeyPurpose purpose) => [.. roots.Where(r => r.Purpose == purpose)];
}

/// <summary>The keys of the audit log's chains. A process writes its chain with the current key; chains from before that key existed were
/// written with an earlier one.</summary>
/// <param name="keys">The current key first.</param>
internal sealed class AuditKeys(IReadOnlyList<byte[]> keys)
{
    public byte[] Current => keys[0];

    public IReadOnlyList<byte[]> All => keys;
}
