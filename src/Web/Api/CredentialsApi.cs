using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Api;

/// <summary>The credentials with which a service reads its values.</summary>
internal sealed class CredentialsApi(ApiResponder responder)
{
    private const string All = "/services/{service_id}/credentials",
        One = All + "/{credential_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-credentials", "List the credentials of a service, newest first", typeof(ApiCredential))
            {
                IsList = true,
                Query = ["page", "per_page", "name", "unused_days"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("issue-credential", "Issue a credential of a service; only this response contains its value", typeof(ApiCredential))
            {
                Body = typeof(NewApiCredential),
            },
            responder.For(IssueAsync)
        );
        account.MapApiEndpoint(
            "PUT",
            One + "/value",
            new("roll-credential", "Give a credential a new value; the old value stays valid for a while", typeof(ApiCredential))
            {
                Body = typeof(ApiCredentialRoll),
                Query = ["force"],
            },
            responder.For(RollAsync)
        );
        account.MapApiEndpoint("DELETE", One, new("revoke-credential", "Revoke a credential"), responder.For(RevokeAsync));
    }

    private Task ListAsync(ApiCall call)
    {
        var (page, unusedDays, name) = (call.Query.Page, call.Query.UnusedDays, call.Query.Name);
        return responder.AnswerPageAsync(
            call,
            new ListCredentials(call.Service, unusedDays),
            ServicesApi.NotFound,
            page,
            all => [.. all.Where(c => name is null || c.Name == name)],
            (CredentialDetail c) => Shape(c)
        );
    }

    private async Task IssueAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var credential = body.Single();
        var (allowed, denied) = Conditions.Read(credential);
        var input = new CredentialInput(credential?.Text("name"), End(credential), allowed, denied);
        await responder.AnswerAsync(
            call,
            new IssueCredential(call.Service, input),
            ServicesApi.NotFound,
            done => Shape(done.Value.Credential, done.Value.Text)
        );
    }

    private async Task RollAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var roll = body.Single();
        await responder.AnswerAsync(
            call,
            new RollCredential(call.Service, call.Credential, End(roll), roll?.Time("previous_until"), call.Query.Force),
            ServicesApi.NotFound,
            done => Shape(done.Value.Credential, done.Value.Text)
        );
    }

    private Task RevokeAsync(ApiCall call) =>
        responder.AnswerAsync(call, new RevokeCredential(call.Service, call.Credential), ServicesApi.NotFound, _ => (object?)null);

    private static Expiry End(ApiObject? body) => body?.IsNull("expires_on") == true ? Expiry.Never : new Expiry(body?.Time("expires_on"));

    private static ApiCredential Shape(CredentialDetail c, string? value = null) =>
        new(
            c.Id.Value,
            c.Name,
            c.IsExpired ? "expired" : "active",
            Conditions.Of(c.AllowedFrom, c.DeniedFrom),
            Wire.Time(c.Created),
            Wire.Time(c.Modified),
            Time(c.LastUsed),
            Time(c.Expires),
            Time(c.PreviousUntil),
            value
        );

    private static string? Time(DateTimeOffset? time) => time is { } at ? Wire.Time(at) : null;
}
