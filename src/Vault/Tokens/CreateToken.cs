using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Issues a token: the caller's own, never above the caller's rights,
/// or one of the account, which outlives the member who issued it.</summary>
public sealed record CreateToken(TokenSide Side, TokenInput Input) : Change<NewToken>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<NewToken>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Token", null, null);
        var (draft, problems) = await TokenDraft.OfAsync(context, Input, Side == TokenSide.Own ? context.Member : null, now: null, cancel);
        return draft is null ? problems
            : Side == TokenSide.Own ? TokenMaker.Make(context, draft, context.MemberId, await OwnEmailAsync(context, cancel))
            : TokenMaker.Make(context, draft, owner: null, ownerEmail: null);
    }

    private static Task<string?> OwnEmailAsync(OperationContext context, CancellationToken cancel) =>
        context.Db.Users.Where(m => m.Id == context.MemberId!.Value.Value).Select(m => m.Email).FirstAsync(cancel);
}
