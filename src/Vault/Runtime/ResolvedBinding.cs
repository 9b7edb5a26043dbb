using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>A binding's value on its way out. It is wiped when it is disposed of:
/// whoever asked for it disposes of it once it is written.</summary>
public sealed class ResolvedBinding : IDisposable
{
    private readonly Plaintext? _value;

    internal ResolvedBinding(SealedBinding binding, Plaintext? value) => (Binding, _value) = (binding, value);

    /// <summary>As the service knows it.</summary>
    public string Name => Binding.Name;

    /// <summary>Counts the values that the secret has had, from 1.</summary>
    public int Version => Binding.Number;

    /// <summary>Names the value among all others, also those of another secret that is bound under the name later.</summary>
    public string Tag => Binding.Tag;

    /// <summary>The caller has this value already: it was left where it is.</summary>
    public bool IsKnown => _value is null;

    /// <summary>The value in UTF-8; nothing when it <see cref="IsKnown"/>.</summary>
    public ReadOnlySpan<byte> Utf8 => _value is null ? default : _value.Bytes;

    internal SealedBinding Binding { get; }

    public void Dispose() => _value?.Dispose();

    public override string ToString() => $"Binding {Name}, version {Version}";
}

/// <summary>A binding with its value as it is stored. This is what the gate may remember.</summary>
internal sealed record SealedBinding(string Name, int Number, SealedValue Value, EnvelopeContext Context)
{
    public string Tag { get; } = $"{Number}-{Context.VersionId}";

    public ResolvedBinding Open(Envelope envelope, string? known) => new(this, IsIn(known) ? null : envelope.Open(Value, Context));

    /// <summary>Whether the caller knows this value; see <see cref="ResolveBinding.Known"/>.</summary>
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
