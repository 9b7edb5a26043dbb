using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>Creates a secret in the same store with the same value. The value is
/// decrypted and encrypted again inside the vault; it is not returned.</summary>
/// <param name="Name">1 to 255 characters: A–Z a–z 0–9 _ -; unique in the store.</param>
/// <param name="Scopes">At least one; they may differ from those of the source.</param>
/// <param name="Description">Null, also for one of its texts, copies the source's.</param>
/// <param name="Store">The source's store in the request; null if it names none.</param>
public sealed record DuplicateSecret(
    SecretId Secret,
    string? Name,
    Scopes Scopes,
    SecretDescription? Description = null,
    StoreId? Store = null
) : Change<SecretMetadata>
{
    public SecretDescription Description { get; } = SecretDescription.Input(Description);

    internal override Demand Demand => new(Act.DuplicateSecret, TargetReference.To(Secret, Store));

    internal override bool RequiresDiskSpace => true;

    internal override async Task<Result<SecretMetadata>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var source = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (source is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", source.Id, source.Name, source.StoreId);
        var problems = await CheckAsync(context, source, cancel);
        if (problems.Count > 0)
        {
            return problems;
        }
        using var value = await OpenAsync(context, source, cancel);
        if (value is null)
        {
            return SecretProblems.Unreadable;
        }
        var copy = new NewSecret(Name, value, Scopes, Description.Over(SecretDescription.Of(source)));
        var made = SecretMaker.Make(context, new StoreId(source.StoreId), copy);
        context
            .Note.About("Secret", made.Id, made.Name, made.StoreId)
            .RelatedTo(source.Id)
            .Add("duplicated_from_id", source.Id)
            .Add("duplicated_from", source.Name)
            .Add("scopes", SecretInput.Wire(Scopes));
        return await SecretMetadata.OfAsync(context, made, cancel);
    }

    private async Task<List<Problem>> CheckAsync(OperationContext context, Secret source, CancellationToken cancel)
    {
        Problem?[] found = [Names.Check(Name, "secret_name"), SecretInput.CheckScopes(Scopes)];
        List<Problem> problems = [.. found.OfType<Problem>(), .. Description.Check()];
        if (Name is { } name && context.Inserter.Contains(new StoreId(source.StoreId), name))
        {
            problems.Add(SecretMaker.NameTaken(name));
        }
        return problems.Count > 0 ? problems : await SecretMaker.QuotaAsync(context, 1, cancel);
    }

    private static async Task<Plaintext?> OpenAsync(OperationContext context, Secret source, CancellationToken cancel)
    {
        var version = await context.Db.SecretVersions.FirstOrDefaultAsync(v => v.Id == source.VersionId, cancel);
        try
        {
            return version is null
                ? null
                : context.Envelope.Decrypt(
                    new EncryptedValue(version.KeyId, version.WrappedKey, version.Ciphertext),
                    new EnvelopeContext(context.AccountId, source.StoreId, source.Id, source.VersionId)
                );
        }
        catch (CryptographicException)
        {
            return null; // It is reported as a problem instead: the user can fix it, and nothing was changed.
        }
    }
}
