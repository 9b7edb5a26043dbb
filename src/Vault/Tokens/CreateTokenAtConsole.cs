using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Issues an account token from the server's console.</summary>
/// <param name="Stores">Names or ids of the stores that it is limited to; null for the whole account.</param>
public sealed record CreateTokenAtConsole(TokenInput Input, IReadOnlyList<string>? Stores = null) : Change<NewToken>
{
    internal override Demand Demand => new(Act.CreateTokenAtConsole, TargetReference.Account);

    internal override async Task<Result<NewToken>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Token", null, null);
        var stores = new List<StoreId>();
        foreach (var wanted in Stores ?? [])
        {
            if (
                await context
                    .Db.Stores.Where(s => s.Id == wanted || s.Name == wanted)
                    .OrderByDescending(s => s.Id == wanted)
                    .Select(s => s.Id)
                    .FirstOrDefaultAsync(cancel)
                is not { } id
            )
            {
                return Problem.NotFound("store_not_found", $"There is no store named {wanted}.", nameof(Stores));
            }
            stores.Add(new StoreId(id));
        }
        var (draft, problems) = await TokenDraft.OfAsync(
            context,
            Input with
            {
                Stores = Stores is null ? null : stores,
            },
            owner: null,
            now: null,
            cancel
        );
        return draft is null ? problems : TokenMaker.Make(context, draft, owner: null, ownerEmail: null);
    }
}
