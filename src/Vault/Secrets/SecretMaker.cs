using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The common part of creating and duplicating: a secret's rows, its encrypted first version, the quota.</summary>
internal static class SecretMaker
{
    public static Secret Make(OperationContext context, StoreId store, NewSecret input)
    {
        var id = NewId.At(context.Now);
        var version = EncryptVersion(context, store.Value, id, 1, input.Value!);
        var description = input.Description;
        var secret = new Secret
        {
            Id = id,
            StoreId = store.Value,
            Name = input.Name!,
            Scopes = input.Scopes,
            Status = SecretStatus.Active,
            Created = context.Now,
            Modified = context.Now,
            Revision = 1,
            VersionId = version.Id,
            VersionNumber = 1,
            SearchText = description.SearchText(input.Name!),
        };
        description.CopyTo(secret);
        context.Inserter.Add(secret, version);
        return secret;
    }

    /// <summary>Creates a new version of a value, encrypted with its own data key and its own context.</summary>
    public static SecretVersion EncryptVersion(OperationContext context, string storeId, string secretId, int number, Plaintext value)
    {
        var id = NewId.At(context.Now);
        var encrypted = context.Envelope.Encrypt(value, new EnvelopeContext(context.AccountId, storeId, secretId, id));
        return new SecretVersion
        {
            Id = id,
            SecretId = secretId,
            StoreId = storeId,
            Number = number,
            Created = context.Now,
            KeyId = encrypted.KeyId,
            WrappedKey = encrypted.WrappedKey,
            Ciphertext = encrypted.Ciphertext,
        };
    }

    public static Problem NameTaken(string name, string field = "Name") =>
        Problem.Duplicate(
            "secret_name_already_exists",
            $"A secret named {name} already exists in this store. Choose another name.",
            field
        ) with
        {
            Subject = name,
        };

    /// <summary>Empty if the account has space for this many more secrets.</summary>
    public static async Task<List<Problem>> QuotaAsync(OperationContext context, int more, CancellationToken cancel)
    {
        var maxSecrets = context.Tools.Limits.Secrets;
        // The quota applies to the whole account, whatever the permit reaches, so the gate counts it.
        var used = await UnfilteredQueries.SecretsAsync(context, cancel);
        return used + more <= maxSecrets
            ? []
            :
            [
                Problem.Limit(
                    "maximum_secrets_exceeded",
                    $"The account holds {used:N0} secrets of at most {maxSecrets:N0} (setting Limits:Secrets). "
                        + "Delete some, or raise the limit."
                ) with
                {
                    Subject = $"max {maxSecrets}",
                },
            ];
    }
}
