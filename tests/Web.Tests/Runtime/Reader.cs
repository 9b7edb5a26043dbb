using System.Net.Http.Headers;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>A service with a secret bound as KEY and a credential, as it calls the running program.</summary>
internal sealed record Reader(Programs Programs, StoreId Store, SecretId Secret, ServiceId Service, NewCredential Credential)
{
    public const string Bindings = "/runtime/v1/bindings",
        Key = Bindings + "/KEY";

    public static async Task<Reader> MakeAsync(Programs programs, Scopes kind = Scopes.Workers, string value = "a value")
    {
        var store = await programs.StoreAsync();
        var secret = await programs.SecretAsync(store, "STRIPE", kind, value: value);
        var service = await programs.ServiceAsync(kind);
        if (kind == Scopes.AiGateway)
        {
            await programs.DoAsync(new AssociateProvider(service.Value, secret, new ProviderInput("openai", "default", IsDefault: true)));
        }
        else
        {
            await programs.DoAsync(new BindSecret(service, secret, "KEY"));
        }
        return new Reader(
            programs,
            store,
            secret,
            service,
            await programs.DoAsync(new IssueCredential(service, new CredentialInput("ci")))
        );
    }

    public Task<Heard> GetAsync(string path = Key, string? accept = null, string? known = null) =>
        GetWithAsync(Credential.Text, path, accept, known);

    /// <param name="credential">Null: no header at all.</param>
    public async Task<Heard> GetWithAsync(
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
        return await Heard.OfAsync(await Programs.SendPlainAsync(request));
    }
}

/// <summary>A response that a service receives: never to be cached, whatever it is.</summary>
internal sealed record Heard(int Status, string Text, string? Type, string? Tag)
{
    public static async Task<Heard> OfAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.NotEmpty(Assert.Single(answer.Headers.GetValues("X-Request-Id")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(answer.StatusCode == System.Net.HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count == 1);
        return new Heard(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Content.Headers.ContentType?.ToString(),
            answer.Headers.ETag?.ToString()
        );
    }
}
