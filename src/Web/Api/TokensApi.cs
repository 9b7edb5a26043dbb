using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Api;

/// <summary>The account's tokens, for programs that issue and revoke them. A member's own token can be read and deleted
/// here by its id, which is part of the token: a program that finds a leaked token can thus delete it, even if it belongs
/// to another member.</summary>
internal sealed class TokensApi(ApiResponder responder)
{
    public const string NotFound = "token_not_found";

    private const string All = "/tokens",
        One = All + "/{token_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-tokens", "List the account's tokens, newest first", typeof(ApiToken))
            {
                IsList = true,
                Query = ["page", "per_page", "direction", "name"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("create-token", "Issue a token of the account; only this response contains its value", typeof(ApiToken))
            {
                Body = typeof(NewApiToken),
            },
            responder.For(CreateAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/permission_groups",
            new("list-permission-groups", "List the permissions that tokens may have", typeof(ApiPermissionGroup))
            {
                IsList = true,
                Query = ["page", "per_page", "name", "scope"],
            },
            responder.For(ListPermissionGroupsAsync)
        );
        account.MapApiEndpoint("GET", One, new("get-token", "Get a token, without its value", typeof(ApiToken)), responder.For(GetAsync));
        account.MapApiEndpoint(
            "PUT",
            One,
            new("edit-token", "Replace a token's settings; its value stays", typeof(ApiToken)) { Body = typeof(ApiTokenEdit) },
            responder.For(EditAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("delete-token", "Delete a token and, on request, revoke everything it issued", typeof(ApiId)) { Query = ["revoke_issued"] },
            responder.For(DeleteAsync)
        );
        account.MapApiEndpoint(
            "PUT",
            One + "/value",
            new("roll-token", "Give a token a new value, which is the result; the old value is invalid at once", typeof(string)),
            responder.For(RollAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        return responder.AnswerPageAsync(
            call,
            new ListTokens(TokenSide.Account, page, Filter: new TokenFilter(Name: query.Name), Descending: query.NewestFirst),
            NotFound,
            page,
            t => Shape(t)
        );
    }

    private async Task CreateAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        await responder.AnswerAsync(
            call,
            new CreateToken(TokenSide.Account, Input(body.Single())),
            NotFound,
            done => Shape(done.Value.Token, done.Value.Text)
        );
    }

    private Task GetAsync(ApiCall call) => responder.AnswerAsync(call, Find(call), NotFound, done => Shape(done.Value), tag: TagOf);

    private async Task EditAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var token = body.Single();
        call.Guard(Find(call), TagOf);
        await responder.AnswerAsync(
            call,
            new EditToken(TokenSide.Account, call.Token, Input(token), Disabled(token)),
            NotFound,
            done => Shape(done.Value)
        );
    }

    private Task DeleteAsync(ApiCall call)
    {
        var operation = new DeleteToken(TokenSide.Account, call.Token, call.Query.RevokeIssued);
        call.Guard(Find(call), TagOf);
        return responder.AnswerAsync(call, operation, NotFound, _ => new ApiId(call.Token.Value));
    }

    private Task RollAsync(ApiCall call)
    {
        call.Guard(Find(call), TagOf);
        return responder.AnswerAsync(call, new RollToken(TokenSide.Account, call.Token), NotFound, done => done.Value.Text);
    }

    private static GetToken Find(ApiCall call) => new(TokenSide.Account, call.Token);

    private string TagOf(TokenDetail token) => EntityTag.Of(Shape(token), token.Revision);

    private Task ListPermissionGroupsAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var (name, scope) = (query.Name, query.Scope);
        string[] scopes = [TokenPolicies.Account, TokenPolicies.Store];
        return responder.AnswerPageAsync(
            call,
            new ListPermissionGroups(TokenSide.Account),
            NotFound,
            page,
            groups =>
                [
                    .. groups.Where(g =>
                        (name is null || g.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                        && (scope is null || scopes.Contains(scope))
                    ),
                ],
            (PermissionGroup g) => new ApiPermissionGroup(g.Id, g.Name, scopes)
        );
    }

    private TokenInput Input(ApiObject? token)
    {
        var policies = TokenPolicies.Read(token, responder.AccountId);
        var (allowed, denied) = Conditions.Read(token);
        return new(
            token?.Text("name"),
            policies.Level,
            policies.Administer,
            policies.Stores,
            token?.IsNull("expires_on") == true ? Expiry.Never : new Expiry(token?.Time("expires_on")),
            token?.Time("not_before"),
            allowed,
            denied,
            token?.Flag("may_issue_longer")
        );
    }

    private static bool? Disabled(ApiObject? token)
    {
        switch (token?.Text("status"))
        {
            case "active":
                return false;
            case "disabled":
                return true;
            case null or "expired": // Expiry follows from the end time, not from the status.
                return null;
            default:
                token.Refuse("token_status_invalid", "The status must be active or disabled.", "status");
                return null;
        }
    }

    private ApiToken Shape(TokenDetail t, string? value = null) =>
        new(
            t.Id.Value,
            t.Name,
            WireName(t.Status),
            [TokenPolicies.Of(t, responder.AccountId)],
            Conditions.Of(t.AllowedFrom, t.DeniedFrom),
            Wire.Time(t.Created),
            Wire.Time(t.Modified),
            Time(t.LastUsed),
            Time(t.NotBefore),
            Time(t.Expires),
            t.MayIssueLonger ? true : null,
            value
        );

    private static string? Time(DateTimeOffset? time) => time is { } at ? Wire.Time(at) : null;

    private static string WireName(TokenStatus status) =>
        status switch
        {
            TokenStatus.Active or TokenStatus.NotYetValid => "active",
            TokenStatus.Disabled => "disabled",
            TokenStatus.Expired => "expired",
        };
}
