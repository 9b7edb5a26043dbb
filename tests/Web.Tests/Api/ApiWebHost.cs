using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The running program with tokens for API clients.</summary>
public sealed class ApiWebHost : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;
    private HttpClient _client = null!;

    public ApiWebHost() => _settings = [];

    internal ApiWebHost(params (string Name, string Value)[] settings) => _settings = settings;

    /// <summary>Listens on a port with Kestrel instead of serving in memory.</summary>
    internal bool UsesKestrel { get; init; }

    /// <summary>Another clock than the machine's; null: that one.</summary>
    internal TimeProvider? Time { get; init; }

    /// <summary>Receives all log entries of the program; null: no log is kept.</summary>
    internal RecordingLog? Log { get; init; }

    internal WebHost Host { get; private set; } = null!;
    internal OpenVault Vault => Host.Services.GetRequiredService<OpenVault>();
    internal string Account => $"/client/v4/accounts/{Vault.AccountId}";
    internal string Stores => $"{Account}/secrets_store/stores";

    /// <summary>A token with Edit on the whole account.</summary>
    internal string Edit { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Host = WebHost.With(Time, Log, UsesKestrel, _settings);
        if (UsesKestrel)
        {
            Host.UseKestrel(0);
            Host.StartServer();
        }
        _client = Host.CreateClient(
            new()
            {
                AllowAutoRedirect = false,
                HandleCookies = false,
                BaseAddress = Host.ClientOptions.BaseAddress,
            }
        );
        Edit = await TokenAsync(TokenLevel.Edit);
    }

    /// <summary>Runs an operation as the owner does in the dashboard.</summary>
    internal async Task<T> DoAsync<T>(Operation<T> operation) =>
        WebTemplate.Done(await Vault.Gate.AskAsync(WebTemplate.Members[0].Caller, operation));

    internal async Task<string> TokenAsync(TokenLevel? level, params StoreId[] stores) =>
        (
            await TokenAsync(
                new TokenInput(
                    "a program",
                    level,
                    Administer: level is null,
                    Expires: level is null ? Expiry.Never : default,
                    Stores: stores.Length > 0 ? stores : null
                )
            )
        ).Text;

    internal Task<NewToken> TokenAsync(TokenInput input) => DoAsync(new CreateToken(TokenSide.Account, input));

    internal Task<StoreId> StoreAsync() => DoAsync(new CreateStore($"store-{Guid.NewGuid():N}"));

    internal async Task<SecretId> SecretAsync(
        StoreId store,
        string name = "API_KEY",
        Scopes scopes = Scopes.Workers,
        string comment = "",
        string value = "a value"
    ) => (await DoAsync(new CreateSecrets(store, [new NewSecret(name, Plaintext.TryFrom(value), scopes, new() { Comment = comment })])))[0];

    internal Task<ServiceId> ServiceAsync(Scopes kind = Scopes.Workers) =>
        DoAsync(new RegisterService($"service-{Guid.NewGuid():N}", kind));

    internal Task<Answer> GetAsync(string path, string? token = null) => SendAsync("GET", path, json: null, token);

    internal Task<Answer> SendAsync(string method, string path, string? json = null, string? token = null) =>
        SendBodyAsync(method, path, json is null ? null : Answer.Body(json), token ?? Edit);

    /// <param name="token">Null: no header at all.</param>
    internal async Task<Answer> SendBodyAsync(string method, string path, HttpContent? body, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(request);
    }

    internal Task<HttpResponseMessage> SendPlainAsync(HttpRequestMessage request) => _client.SendAsync(request);

    internal async Task<Answer> SendAsync(HttpRequestMessage request) => await Answer.OfAsync(await _client.SendAsync(request));

    /// <summary>How many secrets that are not deleted a store holds.</summary>
    internal async Task<int> CountAsync(StoreId store) =>
        (await GetAsync($"{Stores}/{store}/secrets")).Info.GetProperty("total_count").GetInt32();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }
}
