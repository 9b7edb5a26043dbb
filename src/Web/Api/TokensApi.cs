using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Api;

/// <summary>The account's tokens, for programs that issue and end them. A member's own token can be looked at and deleted here by its id, which stands in its text:
/// so whoever finds a leaked one can end it, whoever's it is.</summary>
internal sealed class TokensApi(ApiDesk desk)
{
    public const string NotFound = "token_not_found";

    private const string All = "/tokens", One = All + "/{token_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapDoor("GET", All, new("list-tokens", "The account's tokens, the newest first", typeof(ApiToken)) { IsList = true, Query = ["page", "per_page", "direction", "name"] }, desk.For(ListAsync));
        account.MapDoor("POST", All, new("create-token", "Issue a token of the account; its value is in this answer alone", typeof(ApiToken)) { Body = typeof(NewApiToken) }, desk.For(CreateAsync));
        account.MapDoor("GET", All + "/permission_groups", new("list-permission-groups", "What tokens may be given", typeof(ApiPermissionGroup))
        { IsList = true, Query = ["page", "per_page", "name", "scope"] }, desk.For(ListPermissionGroupsAsync));
        account.MapDoor("GET", One, new("get-token", "One token, without its value", typeof(ApiToken)), desk.For(GetAsync));
        account.MapDoor("PUT", One, new("edit-token", "Make a token what the body says; it keeps its value", typeof(ApiToken)) { Body = typeof(ApiTokenEdit) }, desk.For(EditAsync));
        account.MapDoor("DELETE", One, new("delete-token", "End a token for good, and on demand what it issued", typeof(ApiId)) { Query = ["revoke_issued"] }, desk.For(DeleteAsync));
        account.MapDoor("PUT", One + "/value", new("roll-token", "Give a token a new value, which is the result; the old one is dead at once", typeof(string)), desk.For(RollAsync));
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        return desk.AnswerPageAsync(call, new ListTokens(TokenSide.Account, page, Filter: new TokenFilter(Name: query.Name), Descending: query.NewestFirst), NotFound, page, t => Shape(t));
    }

    private async Task CreateAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        await desk.AnswerAsync(call, new CreateToken(TokenSide.Account, Input(body.Single())), NotFound, done => Shape(done.Value.Token, done.Value.Text));
    }

    private Task GetAsync(ApiCall call) => desk.AnswerAsync(call, Find(call), NotFound, done => Shape(done.Value), tag: TagOf);

    private async Task EditAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        var token = body.Single();
        call.Guard(Find(call), TagOf);
        await desk.AnswerAsync(call, new EditToken(TokenSide.Account, call.Token, Input(token), Disabled(token)), NotFound, done => Shape(done.Value));
    }

    private Task DeleteAsync(ApiCall call)
    {
        var operation = new DeleteToken(TokenSide.Account, call.Token, call.Query.RevokeIssued);
        call.Guard(Find(call), TagOf);
        return desk.AnswerAsync(call, operation, NotFound, _ => new ApiId(call.Token.Value));
    }

    private Task RollAsync(ApiCall call)
    {
        call.Guard(Find(call), TagOf);
        return desk.AnswerAsync(call, new RollToken(TokenSide.Account, call.Token), NotFound, done => done.Value.Text);
    }

    private static GetToken Find(ApiCall call) => new(TokenSide.Account, call.Token);

    private string TagOf(TokenDetail token) => EntityTag.Of(Shape(token), token.Revision);

    private Task ListPermissionGroupsAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var (name, scope) = (query.Name, query.Scope);
        string[] scopes = [TokenPolicies.Account, TokenPolicies.Store];
        return desk.AnswerPageAsync(call, new ListPermissionGroups(TokenSide.Account), NotFound, page,
            groups => [.. groups.Where(g => (name is null || g.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) && (scope is null || scopes.Contains(scope)))],
            (PermissionGroup g) => new ApiPermissionGroup(g.Id, g.Name, scopes));
    }

    private TokenInput Input(ApiObject? token)
    {
        var policies = TokenPolicies.Read(token, desk.AccountId);
        var (allowed, denied) = Conditions.Read(token);
        return new(token?.Text("name"), policies.Level, policies.Administer, policies.Stores, token?.IsNull("expires_on") == true ? Expiry.Never : new Expiry(token?.Time("expires_on")),
            token?.Time("not_before"), allowed, denied, token?.Flag("may_issue_longer"));
    }

    private static bool? Disabled(ApiObject? token)
    {
        switch (token?.Text("status"))
        {
            case "active":
                return false;
            case "disabled":
                return true;
            case null or "expired": // Its end says so, not its status.
                return null;
            default:
                token.Refuse("token_status_invalid", "A status is active or disabled.", "status");
                return null;
        }
    }

    private ApiToken Shape(TokenDetail t, string? value = null) => new(t.Id.Value, t.Name, Word(t.Status), [TokenPolicies.Of(t, desk.AccountId)], Conditions.Of(t.AllowedFrom, t.DeniedFrom),
        Wire.Time(t.Created), Wire.Time(t.Modified), Time(t.LastUsed), Time(t.NotBefore), Time(t.Expires), t.MayIssueLonger ? true : null, value);

    private static string? Time(DateTimeOffset? time) => time is { } at ? Wire.Time(at) : null;

    private static string Word(TokenStatus status) => status switch
    {
        TokenStatus.Active or TokenStatus.NotYetValid => "active",
        TokenStatus.Disabled => "disabled",
        TokenStatus.Expired => "expired",
    };
}
