using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Reads a gateway's key for one request to its provider. Both checks apply to the current secret, and the audit row is durable
/// before the key is returned. The gateway's client never receives the key.</summary>
/// <param name="Gateway">The calling gateway's name or id in the request.</param>
/// <param name="Alias">The key's alias; null for the provider's default key.</param>
public sealed record UseProviderKey(string Gateway, string Provider, string? Alias) : Reading<ProviderKey>
{
    private const int BytesOfARow = 256;

    internal override Demand Demand => new(Act.Resolve, TargetReference.OwnProviderKey(Gateway, Provider, Alias));

    internal override async Task<Result<ProviderKey>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var found = await (
            from c in context.Db.ProviderConfigs
            where c.ServiceId == context.Resolved.Service && c.BindingName == context.Resolved.Binding
            from s in context.Db.LiveSecrets
            where s.Id == context.Resolved.Secret
            join v in context.Db.SecretVersions on s.VersionId equals v.Id
            select new
            {
                Config = c,
                SecretName = s.Name,
                Version = v,
            }
        ).FirstAsync(cancel);
        var (config, version) = (found.Config, found.Version);
        context
            .Note.Add("variable", config.BindingName)
            .AddEvidence(context.Caller)
            .Add("secret", found.SecretName)
            .Add("version", version.Number);
        if (config.RequestsPerMinute is { } limit && context.Tools.KeyRates.Take(new ProviderConfigId(config.Id), limit) is { } wait)
        {
            return Problem.Limit("key_used_too_often", $"This key is limited to {limit} requests a minute.") with { RetryAfter = wait };
        }
        var binding = new SealedBinding(
            config.BindingName,
            version.Number,
            new SealedValue(version.KeyId, version.WrappedKey, version.Ciphertext),
            new EnvelopeContext(context.AccountId, version.StoreId, version.SecretId, version.Id)
        );
        return Open(new SealedKey(new ProviderConfigId(config.Id), config.Modified, config.RequestsPerMinute, binding), context.Envelope);
    }

    // Each use of a key with a limit must be counted, so such a key is not cached.
    internal override int? CachedRows(ProviderKey answer) =>
        answer.Sealed.RequestsPerMinute is null ? answer.Sealed.Binding.Value.Ciphertext.Length / BytesOfARow + 1 : null;

    internal override object ToCached(ProviderKey answer) => answer.Sealed;

    internal override ProviderKey FromCached(object cached, VaultTools tools) => ((SealedKey)cached).Open(tools.Envelope);

    private static Result<ProviderKey> Open(SealedKey sealedKey, Envelope envelope)
    {
        var key = sealedKey.Open(envelope);
        if (!key.Ascii.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return key;
        }
        key.Dispose();
        return Problem.Invalid(
            "key_unusable",
            "The secret's value can't be sent in a header: it contains a space, a line break or another character outside printable ASCII. "
                + "Set the value to the bare key."
        );
    }
}
