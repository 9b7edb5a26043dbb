using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>A binding with its decrypted value. It is wiped on disposal: the caller disposes of it after writing the response.</summary>
public sealed class ResolvedBinding : IDisposable
{
    private readonly Plaintext? _value;

    internal ResolvedBinding(EncryptedBinding binding, Plaintext? value) => (Binding, _value) = (binding, value);

    /// <summary>The name under which the service reads it.</summary>
    public string Name => Binding.Name;

    /// <summary>The number of the secret's version, from 1.</summary>
    public int Version => Binding.Number;

    /// <summary>Identifies the value among all others, including those of another secret that is bound under the name later.</summary>
    public string Tag => Binding.Tag;

    /// <summary>The caller already has this value, so it was not decrypted.</summary>
    public bool IsKnown => _value is null;

    /// <summary>The value in UTF-8; empty if <see cref="IsKnown"/> is true.</summary>
    public ReadOnlySpan<byte> Utf8 => _value is null ? default : _value.Bytes;

    internal EncryptedBinding Binding { get; }

    public void Dispose() => _value?.Dispose();

    public override string ToString() => $"Binding {Name}, version {Version}";
}

/// <summary>A binding with its value as it is stored. The gate may cache this form.</summary>
internal sealed record EncryptedBinding(string Name, int Number, EncryptedValue Value, EnvelopeContext Context)
{
    public string Tag { get; } = $"{Number}-{Context.VersionId}";

    /// <summary>The own binding that was decided about, and the name of its secret.</summary>
    public static (EncryptedBinding Binding, string SecretName) Of(OperationContext context) =>
        context.Resolved.Own is { Value: { } value } own
            ? (
                new EncryptedBinding(
                    own.Name,
                    value.Number,
                    value.Value,
                    new EnvelopeContext(context.AccountId, own.StoreId, own.SecretId, value.VersionId)
                ),
                value.SecretName
            )
            : throw new InvalidOperationException("The secret of this binding has no version of its own.");

    public ResolvedBinding Open(Envelope envelope, string? known) => new(this, IsIn(known) ? null : envelope.Decrypt(Value, Context));

    /// <summary>Whether the caller already has this value; see <see cref="ResolveBinding.Known"/>.</summary>
    public bool IsIn(string? known)
    {
        if (known is null || known == Tag || known == ResolveBinding.Any)
        {
            return known is not null;
        }
        foreach (var one in known.AsSpan().Split(','))
        {
            if (known.AsSpan(one).SequenceEqual(Tag))
            {
                return true;
            }
        }
        return false;
    }
}
