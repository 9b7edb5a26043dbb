using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The real server on a port of the machine, in front of a real provider.</summary>
public sealed class Gateways : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;

    public Gateways() => _settings = [];

    internal Gateways(params (string Name, string Value)[] settings) => _settings = settings;

    /// <summary>Receives all log entries of the server; null: no log is kept.</summary>
    internal LoudLog? Log { get; init; }

    internal LocalProvider Provider { get; private set; } = null!;
    internal Programs Programs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await LocalProvider.StartAsync();
        Programs = new Programs([
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
            IsServed = true,
            Log = Log,
        };
        await Programs.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Programs.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

/// <summary>A gateway with a key for a provider and a credential, as a program calls it.</summary>
internal sealed record GatewayUser(
    Gateways Host,
    StoreId Store,
    SecretId Secret,
    ServiceId Service,
    string Credential,
    ProviderConfigId Config,
    string Key
)
{
    private Programs Programs => Host.Programs;

    public static async Task<GatewayUser> MakeAsync(Gateways host, string provider = "local", int? limit = null, string? value = null)
    {
        var programs = host.Programs;
        var (store, key) = (await programs.StoreAsync(), value ?? $"sk-canary-{Guid.NewGuid():N}");
        var secret = await programs.SecretAsync(store, "PROVIDER_KEY", Scopes.AiGateway, value: key);
        var service = await programs.ServiceAsync(Scopes.AiGateway);
        var config = await programs.DoAsync(
            new AssociateProvider(service.Value, secret, new ProviderInput(provider, "default", IsDefault: true, limit))
        );
        var credential = await programs.DoAsync(new IssueCredential(service, new CredentialInput("ci")));
        return new GatewayUser(host, store, secret, service, credential.Text, config.Id, key);
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

    public async Task<GatewayAnswer> SendAsync(
        string path,
        string provider = "local",
        string method = "POST",
        string? body = "{}",
        params (string Name, string Value)[] headers
    ) => await GatewayAnswer.OfAsync(await Programs.SendPlainAsync(Request(path, provider, method, body, headers)));
}

internal sealed record GatewayAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public (int, string) Told => (Status, Text);

    public static async Task<GatewayAnswer> OfAsync(HttpResponseMessage answer)
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
