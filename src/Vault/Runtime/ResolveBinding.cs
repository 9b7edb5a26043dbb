using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>Returns the value of a name to its service: the only operation that returns a value. Both checks apply to the current secret,
/// and the audit row is durable before the value is returned.</summary>
/// <param name="Name">The name of one of the calling service's own bindings.</param>
/// <param name="Known">The <see cref="ResolvedBinding.Tag"/> of the value that the caller has, or several separated by commas, or
/// <see cref="Any"/>: if the current value is one of them, it is not decrypted.</param>
public sealed record ResolveBinding(string Name, string? Known = null) : Reading<ResolvedBinding>
{
    /// <summary>Matches every value: the caller only wants its tag.</summary>
    public const string Any = "*";

    private const int BytesOfARow = 256;

    internal override Demand Demand => new(Act.Resolve, TargetReference.OwnBinding(Name));

    internal override Task<Result<ResolvedBinding>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.Add("variable", Name).AddEvidence(context.Caller);
        return Task.FromResult(ValueDeliveryPolicy.Refuse(context) is { } problem ? problem : Open(context));
    }

    private Result<ResolvedBinding> Open(OperationContext context)
    {
        var (binding, secret) = EncryptedBinding.Of(context);
        context.Note.Add("secret", secret).Add("version", binding.Number).Add("unchanged", binding.IsIn(Known));
        return binding.Open(context.Envelope, Known);
    }

    // A tag other than the value's own can be any text, so such requests are not cached.
    internal override int? CachedRows(ResolvedBinding answer) =>
        Known is null || answer.IsKnown ? answer.Binding.Value.Ciphertext.Length / BytesOfARow + 1 : null;

    internal override object ToCached(ResolvedBinding answer) => answer.Binding;

    internal override ResolvedBinding FromCached(object cached, VaultTools tools) => ((EncryptedBinding)cached).Open(tools.Envelope, Known);
}
