using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>A key for a request to its provider. It is wiped on disposal.</summary>
public sealed class ProviderKey : IDisposable
{
    private readonly Plaintext _value;

    internal ProviderKey(SealedKey sealedKey, Plaintext value) => (Sealed, _value) = (sealedKey, value);

    public ProviderConfigId Config => Sealed.Config;

    /// <summary>The key in printable ASCII.</summary>
    public ReadOnlySpan<byte> Ascii => _value.Bytes;

    internal DateTimeOffset Modified => Sealed.Modified;
    internal string Version => Sealed.Binding.Context.VersionId;
    internal SealedKey Sealed { get; }

    public void Dispose() => _value.Dispose();

    public override string ToString() => $"Key of {Config}";
}

/// <summary>A key as it is stored. The gate may cache this form.</summary>
internal sealed record SealedKey(ProviderConfigId Config, DateTimeOffset Modified, int? RequestsPerMinute, SealedBinding Binding)
{
    public ProviderKey Open(Envelope envelope) => new(this, envelope.Open(Binding.Value, Binding.Context));
}
