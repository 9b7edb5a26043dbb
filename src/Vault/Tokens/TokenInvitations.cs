using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Revokes the invitations of a token that may no longer invite, permanently, like those of such a member.</summary>
internal static class TokenInvitations
{
    public static Task WithdrawAsync(OperationContext context, ApiToken token, CancellationToken cancel) =>
        MayInvite(token) ? Task.CompletedTask : WithdrawAllAsync(context, token, cancel);

    /// <summary>Revokes them whether or not the token may still invite. A member's own token has no invitations.</summary>
    public static Task WithdrawAllAsync(OperationContext context, ApiToken token, CancellationToken cancel) =>
        token.OwnerId is not null ? Task.CompletedTask : OpenInvitations.WithdrawOfInviterAsync(context, token.Id, cancel);

    /// <summary>Whether the inviter is an account token that may still invite at this moment.</summary>
    public static async Task<bool> MayInviteAsync(VaultDbContext db, string id, DateTimeOffset now, CancellationToken cancel) =>
        await db.ApiTokens.FirstOrDefaultAsync(
            t => t.Id == id && t.OwnerId == null && (t.Expires == null || t.Expires > now) && (t.NotBefore == null || t.NotBefore <= now),
            cancel
        )
            is { } token
        && db.IsGenuine(token)
        && MayInvite(token);

    /// <summary>The decision as the gate would make it. The token's times are left out:
    /// outside them, its invitations are only invalid for the time being.</summary>
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
