using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>What a token invited that may invite no more, is taken back like what such a member invited: for good.</summary>
internal static class TokenInvitations
{
    public static Task WithdrawAsync(OperationContext context, ApiToken token, CancellationToken cancel) =>
        MayInvite(token) ? Task.CompletedTask : WithdrawAllAsync(context, token, cancel);

    /// <summary>Whether or not it may invite on. A member's own token has invited nobody.</summary>
    public static Task WithdrawAllAsync(OperationContext context, ApiToken token, CancellationToken cancel) =>
        token.OwnerId is not null ? Task.CompletedTask : OpenInvitations.WithdrawOfInviterAsync(context, token.Id, cancel);

    /// <summary>Whether the one who invited is an account token that may still, at this moment.</summary>
    public static async Task<bool> MayInviteAsync(VaultDbContext db, string id, DateTimeOffset now, CancellationToken cancel) =>
        await db.ApiTokens.FirstOrDefaultAsync(
            t => t.Id == id && t.OwnerId == null && (t.Expires == null || t.Expires > now) && (t.NotBefore == null || t.NotBefore <= now),
            cancel
        )
            is { } token
        && MayInvite(token);

    /// <summary>The decision as the gate would take it. Its times don't matter here: while a
    /// token rests, its invitations don't count, and may again.</summary>
    private static bool MayInvite(ApiToken token) =>
        !token.Disabled
        && Decider
            .Decide(
                new Question(
                    new TokenActor(
                        new TokenId(token.Id),
                        Standing.Good,
                        token.Level,
                        token.Administer,
                        token.LimitedToStores ? new HashSet<StoreId>() : null
                    ),
                    Act.InviteMember,
                    Target.Account
                )
            )
            .Allowed;
}
