using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>The key-encryption key and the keys derived from it, one per purpose (HKDF-SHA-256), so that no key has two purposes.</summary>
internal sealed class KeyRing
{
    public const int KeyBytes = 32;

    private readonly byte[] _master;

    public KeyRing(string id, byte[] master)
    {
        (Id, _master) = (id, master);
        Wrapping = Derive("wrap data keys");
        Audit = Derive("chain the audit");
        Anchor = Derive("anchor the audit");
        DataProtection = Derive("wrap data protection keys");
        SignInAddresses = Derive("name addresses of failed sign-ins");
    }

    /// <summary>32 hex characters; sealed rows and the database refer to the key by this id.</summary>
    public string Id { get; }
    public byte[] Wrapping { get; }
    public byte[] Audit { get; }
    public byte[] Anchor { get; }
    public byte[] DataProtection { get; }
    public byte[] SignInAddresses { get; }

    /// <summary>The value that a database stores to detect that it was opened with another key.</summary>
    public byte[] CheckFor(string accountId) => HMACSHA256.HashData(Derive("check the key"), Encoding.UTF8.GetBytes(accountId));

    private byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, KeyBytes, info: Encoding.UTF8.GetBytes("secrets-dashboard/1/" + purpose));
}
