using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Reads a gateway's key for one request to its provider. Both checks apply to the current secret, and the audit row is durable
/// before the key is returned. The gateway's client never receives the key.</summary>
/// <param name="Gateway">The calling gateway's name or id in the request.</param>
/// <param name="Alias">The key's alias; null for the provider's default key.</param>
public sealed record UseProviderKey(string Gateway, string Provider, string? Alias) : Reading<ProviderKey>
{
    private const int BytesOfARow = 256;

    internal override Demand Demand => new(Act.Resolve, TargetReference.OwnProviderKey(Gateway, Provider, Alias));

    internal override Task<Result<ProviderKey>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var ((binding, secret), config) = (EncryptedBinding.Of(context), context.Resolved.Own!.Config!);
        context.Note.Add("variable", binding.Name).AddEvidence(context.Caller).Add("secret", secret).Add("version", binding.Number);
        return Task.FromResult(
            config.RequestsPerMinute is { } limit && context.Tools.KeyRates.Take(config.Id, limit) is { } wait
                ? TooOften(limit, wait)
                : Open(new EncryptedKey(config.Id, config.Modified, config.RequestsPerMinute, binding), context.Envelope)
        );
    }

    private static Problem TooOften(int limit, TimeSpan wait) =>
        Problem.Limit("key_used_too_often", $"This key is limited to {limit} requests a minute.") with
        {
            RetryAfter = wait,
        };

    // Each use of a key with a limit must be counted, so such a key is not cached.
    internal override int? CachedRows(ProviderKey answer) =>
        answer.Encrypted.RequestsPerMinute is null ? answer.Encrypted.Binding.Value.Ciphertext.Length / BytesOfARow + 1 : null;

    internal override object ToCached(ProviderKey answer) => answer.Encrypted;

    internal override ProviderKey FromCached(object cached, VaultTools tools) => ((EncryptedKey)cached).Open(tools.Envelope);

    private static Result<ProviderKey> Open(EncryptedKey encryptedKey, Envelope envelope)
    {
        var key = encryptedKey.Open(envelope);
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
