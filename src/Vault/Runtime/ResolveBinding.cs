using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

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

    internal override async Task<Result<ResolvedBinding>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.Add("variable", Name).AddEvidence(context.Caller);
        if (ValueDeliveryPolicy.Refuse(context) is { } problem)
        {
            return problem;
        }
        var found = await (
            from s in context.Db.LiveSecrets
            where s.Id == context.Resolved.Secret
            join v in context.Db.SecretVersions on s.VersionId equals v.Id
            select new { SecretName = s.Name, Version = v }
        ).FirstAsync(cancel);
        var version = found.Version;
        var binding = new SealedBinding(
            Name,
            version.Number,
            new SealedValue(version.KeyId, version.WrappedKey, version.Ciphertext),
            new EnvelopeContext(context.AccountId, version.StoreId, version.SecretId, version.Id)
        );
        context.Note.Add("secret", found.SecretName).Add("version", version.Number).Add("unchanged", binding.IsIn(Known));
        return binding.Open(context.Envelope, Known);
    }

    // A tag other than the value's own can be any text, so such requests are not cached.
    internal override int? CachedRows(ResolvedBinding answer) =>
        Known is null || answer.IsKnown ? answer.Binding.Value.Ciphertext.Length / BytesOfARow + 1 : null;

    internal override object ToCached(ResolvedBinding answer) => answer.Binding;

    internal override ResolvedBinding FromCached(object cached, VaultTools tools) => ((SealedBinding)cached).Open(tools.Envelope, Known);
}
