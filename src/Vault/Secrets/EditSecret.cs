using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The replacement of a value.</summary>
/// <param name="Value">1 to 65,536 bytes of UTF-8 without NUL; null means text without a UTF-8 form.</param>
public readonly record struct NewValue(Plaintext? Value);

/// <summary>The result of an edit.</summary>
/// <param name="Changed">False if the secret already had the requested state; nothing was written then.</param>
public sealed record EditedSecret(int Revision, int Version, bool Changed, SecretMetadata Secret);

/// <summary>Edits a secret's value, scopes and description; the name never changes. Null leaves a part unchanged. A new value adds a
/// version; earlier versions stay encrypted.</summary>
/// <param name="Revision">The revision that the edit is based on: if it is no longer the newest, the edit fails with <c>conflict</c>. Null
/// overwrites any revision.</param>
/// <param name="Force">Edits although narrower scopes break live bindings; they stay and show as broken.</param>
/// <param name="Store">The store that the request names; null if it names none.</param>
/// <param name="Name">If it is given, it must equal the secret's name.</param>
public sealed record EditSecret(
    SecretId Secret,
    int? Revision,
    NewValue? Value = null,
    Scopes? Scopes = null,
    SecretDescription? Description = null,
    bool Force = false,
    StoreId? Store = null,
    string? Name = null
) : Change<EditedSecret>
{
    public SecretDescription Description { get; } = SecretDescription.Input(Description);

    internal override Demand Demand => new(Act.EditSecret, TargetReference.To(Secret, Store));

    internal override bool RequiresDiskSpace => Value is not null;

    internal override async Task<Result<EditedSecret>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", secret.Id, secret.Name, secret.StoreId);
        if (Check(secret) is { Count: > 0 } problems)
        {
            return problems;
        }
        if (IsAlready(secret))
        {
            context.Note.Add("changed", false);
            return await ResultAsync(context, secret, changed: false, cancel);
        }
        if (Revision is { } from && from != secret.Revision)
        {
            return SecretProblems.Conflict;
        }
        if (await FindConflictAsync(context, secret, cancel) is { } problem)
        {
            return problem;
        }
        Apply(context, secret);
        return await ResultAsync(context, secret, changed: true, cancel);
    }

    private static async Task<EditedSecret> ResultAsync(OperationContext context, Secret secret, bool changed, CancellationToken cancel) =>
        new(secret.Revision, secret.VersionNumber, changed, await SecretMetadata.OfAsync(context, secret, cancel));

    private List<Problem> Check(Secret secret)
    {
        Problem?[] found =
        [
            Name is not null && Name != secret.Name ? SecretProblems.NameImmutable : null,
            Value is { } value ? SecretInput.CheckValue(value.Value) : null,
            Scopes is { } scopes ? SecretInput.CheckScopes(scopes) : null,
        ];
        return [.. found.OfType<Problem>(), .. Description.Check()];
    }

    private bool IsAlready(Secret secret) =>
        Value is null && (Scopes is null || Scopes == secret.Scopes) && Described(secret) == SecretDescription.Of(secret);

    private SecretDescription Described(Secret secret) => Description.Over(SecretDescription.Of(secret));

    /// <summary>The live bindings that narrower scopes would break, without those that are broken already.</summary>
    private async Task<Problem?> FindConflictAsync(OperationContext context, Secret secret, CancellationToken cancel)
    {
        var lost = secret.Scopes & ~(Scopes ?? secret.Scopes);
        if (lost == Access.Scopes.None)
        {
            return null;
        }
        var broken = (await Dependants.OfAsync(context, Secret, cancel)).Where(d => (d.Kind & lost) != Access.Scopes.None).ToList();
        context.Note.Add("forced", Force).Add("bindings_broken", Force ? broken.Count : 0);
        return broken.Count == 0 || Force
            ? null
            : SecretProblems.InUse(
                $"{secret.Name} is bound {Dependants.Times(broken.Count)} by services of the kinds that you remove. "
                    + "Unbind it there first, or save by force: those bindings would then break.",
                broken
            );
    }

    private void Apply(OperationContext context, Secret secret)
    {
        context.Note.Add("value_modified", Value is not null);
        if (Value is { Value: { } value })
        {
            var version = SecretMaker.EncryptVersion(context, secret.StoreId, secret.Id, secret.VersionNumber + 1, value);
            context.Db.Add(version);
            (secret.VersionId, secret.VersionNumber) = (version.Id, version.Number);
            context.Note.Add("version", version.Number);
        }
        if (Scopes is { } scopes && scopes != secret.Scopes)
        {
            context.Note.Add("scopes_before", SecretInput.Wire(secret.Scopes)).Add("scopes", SecretInput.Wire(scopes));
            secret.Scopes = scopes;
        }
        Describe(context, secret);
        secret.Modified = context.Now;
        secret.Revision++;
    }

    private void Describe(OperationContext context, Secret secret)
    {
        var (before, now) = (SecretDescription.Of(secret), Described(secret));
        foreach (var field in SecretField.All.Where(f => f.Of(now) != f.Of(before)))
        {
            context.Note.Add(field.AuditName, true);
        }
        now.CopyTo(secret);
        secret.SearchText = now.SearchText(secret.Name);
    }
}
