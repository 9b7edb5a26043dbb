using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The real server on a port of the machine, in front of a real provider.</summary>
public sealed class GatewayWebHost : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;

    public GatewayWebHost() => _settings = [];

    internal GatewayWebHost(params (string Name, string Value)[] settings) => _settings = settings;

    /// <summary>Receives all log entries of the server; null: no log is kept.</summary>
    internal RecordingLog? Log { get; init; }

    internal LocalProvider Provider { get; private set; } = null!;
    internal ApiWebHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await LocalProvider.StartAsync();
        Api = new ApiWebHost([
            ("Gateway:Providers:local:Address", Provider.Address),
            ("Gateway:Providers:local:AllowPrivateAddresses", "true"),
            ("Gateway:Providers:bare:Address", Provider.Address),
            ("Gateway:Providers:bare:AllowPrivateAddresses", "true"),
            ("Gateway:Providers:bare:Header", "x-api-key"),
            (
                "Gateway:Providers:forbidden:Address",
                Provider.Address.Replace("http://127.0.0.1", "https://localhost", StringComparison.Ordinal)
            ),
            ("Gateway:Providers:nowhere:Address", "http://127.0.0.1:1/"),
            ("Gateway:Providers:nowhere:AllowPrivateAddresses", "true"),
            .. _settings,
        ])
        {
            UsesKestrel = true,
            Log = Log,
        };
        await Api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

/// <summary>A gateway with a key for a provider and a credential, as a program calls it.</summary>
internal sealed record GatewayClient(
    GatewayWebHost Host,
    StoreId Store,
    SecretId Secret,
    ServiceId Service,
    string Credential,
    ProviderConfigId Config,
    string Key
)
{
    private ApiWebHost Api => Host.Api;

    public static async Task<GatewayClient> MakeAsync(
        GatewayWebHost host,
        string provider = "local",
        int? limit = null,
        string? value = null
    )
    {
        var api = host.Api;
        var (store, key) = (await api.StoreAsync(), value ?? $"sk-canary-{Guid.NewGuid():N}");
        var secret = await api.SecretAsync(store, "PROVIDER_KEY", Scopes.AiGateway, value: key);
        var service = await api.ServiceAsync(Scopes.AiGateway);
        var config = await api.DoAsync(
            new AssociateProvider(service.Value, secret, new ProviderInput(provider, "default", IsDefault: true, limit))
        );
        var credential = await api.DoAsync(new IssueCredential(service, new CredentialInput("ci")));
        return new GatewayClient(host, store, secret, service, credential.Text, config.Id, key);
    }

    public HttpRequestMessage Request(
        string path,
        string provider = "local",
        string method = "POST",
        string? body = "{}",
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), $"/gateway/v1/{Service}/{provider}/{path}")
        {
            Content = body is null ? null : new StringContent(body),
        };
        foreach (var (name, value) in headers.Prepend(("cf-aig-authorization", $"Bearer {Credential}")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    public async Task<GatewayResponse> SendAsync(
        string path,
        string provider = "local",
        string method = "POST",
        string? body = "{}",
        params (string Name, string Value)[] headers
    ) => await GatewayResponse.OfAsync(await Api.SendPlainAsync(Request(path, provider, method, body, headers)));
}

internal sealed record GatewayResponse(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public (int, string) StatusAndText => (Status, Text);

    public static async Task<GatewayResponse> OfAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.NotEmpty(Assert.Single(answer.Headers.GetValues("X-Request-Id")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return new(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer
                .Headers.Concat(answer.Content.Headers)
                .ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase)
        );
    }
}
