using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Home;

public enum FoundKind
{
    Secret = 1,
    Service,
    Store,
    Member,
}

/// <summary>An object that the command palette can open.</summary>
/// <param name="Id">The object's id, depending on the kind: a secret's, a service's, a store's or a member's.</param>
/// <param name="Where">Distinguishes objects with the same name: a secret's store, a service's kind; otherwise empty.</param>
public sealed record Found(FoundKind Kind, string Id, string Name, string Where);

/// <summary>Finds secrets, services, stores and (for callers who may view them) members whose name contains a text, within the caller's
/// reach. At most <see cref="MaxResults"/> of each kind; names that begin with the text come first.</summary>
/// <param name="Text">In any case and in any Unicode form. Empty text finds nothing.</param>
public sealed record FindAnything(string? Text) : Reading<IReadOnlyList<Found>>
{
    public const int MaxResults = 6;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override async Task<Result<IReadOnlyList<Found>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Palette", null, null);
        var text = SearchForm.Of(Text?.Trim() ?? "");
        if (Text?.Trim().Length > SecretFilter.MaxSearch)
        {
            return Problem.Invalid("search_too_long", $"Search for at most {SecretFilter.MaxSearch} characters.", nameof(Text));
        }
        if (text.Length == 0)
        {
            return Array.Empty<Found>();
        }
        List<Found> found =
        [
            .. await SecretsAsync(context, text, cancel),
            .. await ServicesAsync(context, text, cancel),
            .. await StoresAsync(context, text, cancel),
        ];
        if (Decider.Decide(new Question(context.Permit.Question.Actor, Act.ViewMembers, Target.Account)).Allowed)
        {
            found.AddRange(await MembersAsync(context, text, cancel));
        }
        return found;
    }

    private static Task<List<Found>> SecretsAsync(OperationContext context, string text, CancellationToken cancel) =>
        context
            .Db.LiveSecrets.Where(s => s.SearchText.Contains(text))
            .OrderByDescending(s => s.SearchText.StartsWith(text))
            .ThenBy(s => s.Name)
            .ThenBy(s => s.Id)
            .Take(MaxResults)
            .Select(s => new Found(FoundKind.Secret, s.Id, s.Name, context.Db.Stores.First(x => x.Id == s.StoreId).Name))
            .ToListAsync(cancel);

    private static async Task<IEnumerable<Found>> ServicesAsync(OperationContext context, string text, CancellationToken cancel) =>
        (
            await context
                .Db.Services.Where(s => s.Name.ToUpper().Contains(text))
                .OrderByDescending(s => s.Name.ToUpper().StartsWith(text))
                .ThenBy(s => s.Name)
                .ThenBy(s => s.Id)
                .Take(MaxResults)
                .Select(s => new
                {
                    s.Id,
                    s.Name,
                    s.Kind,
                })
                .ToListAsync(cancel)
        ).Select(s => new Found(FoundKind.Service, s.Id, s.Name, ScopeNames.Name(s.Kind).DisplayName));

    private static Task<List<Found>> StoresAsync(OperationContext context, string text, CancellationToken cancel) =>
        context
            .Db.Stores.Where(s => s.Name.ToUpper().Contains(text))
            .OrderByDescending(s => s.Name.ToUpper().StartsWith(text))
            .ThenBy(s => s.Name)
            .Take(MaxResults)
            .Select(s => new Found(FoundKind.Store, s.Id, s.Name, ""))
            .ToListAsync(cancel);

    private static Task<List<Found>> MembersAsync(OperationContext context, string text, CancellationToken cancel) =>
        context
            .Db.Users.Where(m => m.NormalizedEmail!.Contains(text))
            .OrderByDescending(m => m.NormalizedEmail!.StartsWith(text))
            .ThenBy(m => m.Email)
            .Take(MaxResults)
            .Select(m => new Found(FoundKind.Member, m.Id, m.Email!, ""))
            .ToListAsync(cancel);
}
