namespace SecretsDashboard.Vault.Crypto;

/// <summary>What a root key protects. Each purpose has a root key of its own, so that one can be replaced without the others.</summary>
internal enum KeyPurpose
{
    /// <summary>The data keys of values.</summary>
    Values = 1,

    /// <summary>The audit log's chains and its anchor.</summary>
    Audit,

    /// <summary>The seals of rows, and the hashes of credentials and links.</summary>
    Seals,

    /// <summary>ASP.NET's data protection keys.</summary>
    DataProtection,
}

/// <summary>256 random bits for one purpose.</summary>
/// <param name="Id">32 hex characters. What was written with the key names it by this id.</param>
internal sealed record RootKey(KeyPurpose Purpose, string Id, byte[] Key)
{
    // A record prints its members, and one of them is secret.
    public override string ToString() => $"{Purpose} key {Id}";
}
