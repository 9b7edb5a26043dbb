using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Deletes a token permanently. Callers who manage account tokens may delete members' tokens as well.</summary>
/// <param name="RevokeIssued">Also revokes what it issued: tokens, the tokens that those issued, and services' credentials. Otherwise they
/// stay, and a warning contains their number. Invitations are always revoked with the token that created them.</param>
public sealed record DeleteToken(TokenSide Side, TokenId Token, bool RevokeIssued = false) : Change<Unit>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(context, Side, Token, cancel) is not { Token: var token })
        {
            return TokenProblems.NotFound;
        }
        context.Note.Add("deleted", true).Add("owner", token.OwnerId ?? "account");
        var family = await Issued.FamilyAsync(context, token.Id, cancel);
        var issued = await Issued.CountAsync(context, family, cancel);
        var deleted = RevokeIssued ? family : [token.Id];
        context.Note.Add(
            "invitations_withdrawn",
            await context.Db.Invitations.Where(i => deleted.Contains(i.InviterId!)).ExecuteDeleteAsync(cancel)
        );
        if (RevokeIssued)
        {
            await context.Db.ServiceCredentials.Where(c => deleted.Contains(c.IssuerId!)).ExecuteDeleteAsync(cancel);
            context.Note.Add("tokens_revoked", issued.Tokens).Add("credentials_revoked", issued.Credentials);
        }
        else if (issued.Any)
        {
            context.Note.Add("tokens_left", issued.Tokens).Add("credentials_left", issued.Credentials);
            context.Warnings.Add(
                new Warning(
                    "issued_remain",
                    $"{Count(issued.Tokens, "token")} and {Count(issued.Credentials, "credential")} that it issued remain valid until they "
                        + "expire or are revoked one by one."
                )
            );
        }
        await context.Db.ApiTokens.Where(t => deleted.Contains(t.Id)).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";
}
