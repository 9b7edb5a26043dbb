using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>A key for a request to its provider. It is wiped on disposal.</summary>
public sealed class ProviderKey : IDisposable
{
    private readonly Plaintext _value;

    internal ProviderKey(EncryptedKey encryptedKey, Plaintext value) => (Encrypted, _value) = (encryptedKey, value);

    public ProviderConfigId Config => Encrypted.Config;

    /// <summary>The key in printable ASCII.</summary>
    public ReadOnlySpan<byte> Ascii => _value.Bytes;

    internal DateTimeOffset Modified => Encrypted.Modified;
    internal string Version => Encrypted.Binding.Context.VersionId;
    internal EncryptedKey Encrypted { get; }

    public void Dispose() => _value.Dispose();

    public override string ToString() => $"Key of {Config}";
}

/// <summary>A key as it is stored. The gate may cache this form.</summary>
internal sealed record EncryptedKey(ProviderConfigId Config, DateTimeOffset Modified, int? RequestsPerMinute, EncryptedBinding Binding)
{
    public ProviderKey Open(Envelope envelope) => new(this, envelope.Decrypt(Binding.Value, Binding.Context));
}
