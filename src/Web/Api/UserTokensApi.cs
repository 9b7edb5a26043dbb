using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Api;

/// <summary>A member's own tokens, at Cloudflare's addresses. A request is authorized by its token only, and the decision
/// table lets members, not tokens, manage their own tokens: a leaked token could otherwise create successors that outlive
/// its expiry. So each of these asks the gate, which rejects the request with the reason; the body is not read.</summary>
internal sealed class UserTokensApi(ApiResponder responder)
{
    private const string All = "/user/tokens",
        One = All + "/{token_id}",
        Refused = " (refused to every token: members use the dashboard)";

    private static readonly PageRequest First = new(1, 20);

    public void Map(IEndpointRouteBuilder root)
    {
        Map(root, "GET", All, "list-own-tokens", "List one's own tokens", _ => new ListTokens(TokenSide.Own, First));
        Map(
            root,
            "POST",
            All,
            "create-own-token",
            "Issue a token of one's own",
            _ => new CreateToken(TokenSide.Own, new TokenInput(null, null))
        );
        Map(
            root,
            "GET",
            All + "/permission_groups",
            "list-own-permission-groups",
            "List the permissions that one's own tokens may have",
            _ => new ListPermissionGroups(TokenSide.Own)
        );
        Map(root, "GET", One, "get-own-token", "Get one of one's own tokens", call => new GetToken(TokenSide.Own, call.Token));
        Map(
            root,
            "PUT",
            One,
            "edit-own-token",
            "Change one of one's own tokens",
            call => new EditToken(TokenSide.Own, call.Token, new TokenInput(null, null))
        );
        Map(root, "DELETE", One, "delete-own-token", "Delete one of one's own tokens", call => new DeleteToken(TokenSide.Own, call.Token));
        Map(
            root,
            "PUT",
            One + "/value",
            "roll-own-token",
            "Give one of one's own tokens a new value",
            call => new RollToken(TokenSide.Own, call.Token)
        );
    }

    // The operations never run: their row of the decision table has no token permission.
    private void Map<T>(
        IEndpointRouteBuilder root,
        string method,
        string path,
        string name,
        string summary,
        Func<ApiCall, Operation<T>> operation
    ) =>
        root.MapApiEndpoint(
            method,
            path,
            new(name, summary + Refused),
            context =>
            {
                var call = new ApiCall(context);
                return responder.AnswerAsync(call, operation(call), TokensApi.NotFound, _ => (object?)null);
            }
        );
}
