using System.Net.Http.Headers;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>A service with a secret bound as KEY and a credential, as it calls the running program.</summary>
internal sealed record Reader(ApiWebHost Api, StoreId Store, SecretId Secret, ServiceId Service, NewCredential Credential)
{
    public const string Bindings = "/runtime/v1/bindings",
        Key = Bindings + "/KEY";

    public static async Task<Reader> MakeAsync(ApiWebHost api, Scopes kind = Scopes.Workers, string value = "a value")
    {
        var store = await api.StoreAsync();
        var secret = await api.SecretAsync(store, "STRIPE", kind, value: value);
        var service = await api.ServiceAsync(kind);
        if (kind == Scopes.AiGateway)
        {
            await api.DoAsync(new AssociateProvider(service.Value, secret, new ProviderInput("openai", "default", IsDefault: true)));
        }
        else
        {
            await api.DoAsync(new BindSecret(service, secret, "KEY"));
        }
        return new Reader(api, store, secret, service, await api.DoAsync(new IssueCredential(service, new CredentialInput("ci"))));
    }

    public Task<RuntimeResponse> GetAsync(string path = Key, string? accept = null, string? known = null) =>
        GetWithAsync(Credential.Text, path, accept, known);

    /// <param name="credential">Null: no header at all.</param>
    public async Task<RuntimeResponse> GetWithAsync(
        string? credential,
        string path = Key,
        string? accept = null,
        string? known = null,
        string method = "GET"
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = credential is null ? null : new AuthenticationHeaderValue("Bearer", credential);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await RuntimeResponse.OfAsync(await Api.SendPlainAsync(request));
    }
}

/// <summary>A response that a service receives: never to be cached, whatever it is.</summary>
internal sealed record RuntimeResponse(int Status, string Text, string? Type, string? Tag)
{
    public static async Task<RuntimeResponse> OfAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.NotEmpty(Assert.Single(answer.Headers.GetValues("X-Request-Id")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(answer.StatusCode == System.Net.HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count == 1);
        return new RuntimeResponse(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Content.Headers.ContentType?.ToString(),
            answer.Headers.ETag?.ToString()
        );
    }
}
