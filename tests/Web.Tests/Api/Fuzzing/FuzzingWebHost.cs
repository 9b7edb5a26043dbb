using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>The whole program on a port of this machine, with tokens of every kind,
/// and an object for every id that a path can contain.</summary>
public sealed partial class FuzzingWebHost : IAsyncLifetime
{
    /// <summary>A token that may do all that tokens may, and one of a member.</summary>
    internal const string Everything = "everything",
        Own = "own";

    internal static readonly string[] Callers =
    [
        "read",
        "bind",
        "manage",
        "edit",
        "administer",
        "here",
        "elsewhere",
        "disabled",
        "garbage",
        "no token",
    ];

    private readonly Dictionary<string, string> _ids = [],
        _tokens = [];
    private WebApplicationFactory<Program> _program = null!;
    private WebHost _host = null!;
    private HttpClient _client = null!;

    internal ApiDocument Document { get; private set; } = null!;
    internal BusinessTables Tables { get; private set; } = null!;
    internal string Home => _program.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    private Gate Gate => _program.Services.GetRequiredService<OpenVault>().Gate;

    public async ValueTask InitializeAsync()
    {
        _host = WebHost.SetUp();
        // Without these settings the requests would be throttled, which has tests of its own.
        _program = _host.WithWebHostBuilder(b =>
            b.UseSetting("urls", "http://127.0.0.1:0")
                .UseSetting("Limits:RequestsPerMinutePerToken", "0")
                .UseSetting("Limits:RequestsPerMinutePerAddress", "0")
                .UseSetting("Limits:RefusalsPerMinutePerAddress", "0")
        );
        _program.UseKestrel(0);
        _program.StartServer();
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = System.Net.DecompressionMethods.All,
            }
        )
        {
            BaseAddress = new Uri(Home),
        };
        Document = await ApiDocument.ReadAsync(_client);
        Tables = new BusinessTables(_program.Services.GetRequiredService<VaultOptions>().Directory);
        await PrepareAsync(anew: true);
    }

    public async ValueTask DisposeAsync()
    {
        Tables.Dispose();
        _client.Dispose();
        await _program.DisposeAsync();
        await _host.DisposeAsync();
    }

    internal string Fill(string text) => Placeholder.Replace(text, found => _ids.GetValueOrDefault(found.Groups[1].Value, _ids["nothing"]));

    internal async Task<HttpResponseMessage> SendAsync(Request request)
    {
        // Sends the path as written: the client must not remove dots or unescape anything.
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(Home + Fill(request.Address), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
        );
        message.Content = request.Bytes(Fill) is { } body ? new ByteArrayContent(body) : null;
        if (request.Operation.IsForm)
        {
            message.Content?.Headers.TryAddWithoutValidation("Content-Type", Forms.ContentType);
        }
        message.Headers.Authorization =
            request.Caller == "no token" ? null : new AuthenticationHeaderValue("Bearer", _tokens[request.Caller]);
        if (request.Header is { } header && !message.Headers.TryAddWithoutValidation(header.Name, header.Text))
        {
            message.Content?.Headers.TryAddWithoutValidation(header.Name, header.Text);
        }
        return await _client.SendAsync(message);
    }

    /// <summary>Puts something behind every id, and makes tokens that count.</summary>
    /// <param name="anew">Also the tokens that do not hang on a store.</param>
    internal async Task PrepareAsync(bool anew)
    {
        var (store, foreign) = (
            await DoAsync(new CreateStore($"store-{Guid.NewGuid():N}")),
            await DoAsync(new CreateStore($"store-{Guid.NewGuid():N}"))
        );
        var secrets = await DoAsync(new CreateSecrets(store, [New("FREE"), New("BOUND")]));
        var service = await DoAsync(new RegisterService("service", Scopes.Workers, store));
        await DoAsync(new BindSecret(service, secrets[1], "BINDING"));
        foreach (var location in new StoreId?[] { null, store })
        {
            _ids["version_id"] = (
                await DoAsync(
                    new DeployWorker(
                        "fuzz-worker",
                        location,
                        Worker(new UploadedBinding("BINDING", "secrets_store_secret", store, "BOUND"))
                    )
                )
            ).Deployment;
        }
        var credential = await DoAsync(new IssueCredential(service, new CredentialInput("fuzz")));
        var workload = await DoAsync(
            new MapWorkloadIdentity(service, new WorkloadInput(WebTemplate.Issuer, $"{Guid.NewGuid():N}", "fuzz"))
        );
        var gateway = await DoAsync(new RegisterService("gateway", Scopes.AiGateway, store));
        var key = (await DoAsync(new CreateSecrets(store, [new NewSecret("KEY", Plaintext.TryFrom("x"), Scopes.AiGateway, null)])))[0];
        var config = await DoAsync(new AssociateProvider(gateway.Value, key, new ProviderInput("openai", "default", IsDefault: true)));
        foreach (
            var (name, thing) in new[]
            {
                ("account_id", _program.Services.GetRequiredService<OpenVault>().AccountId),
                ("store_id", store.Value),
                ("secret_id", secrets[0].Value),
                ("service_id", service.Value),
                ("credential_id", credential.Credential.Id.Value),
                ("workload_identity_id", workload.Id.Value),
                ("name", "BINDING"),
                ("script_name", "fuzz-worker"),
                ("gateway", gateway.Value),
                ("config_id", config.Id.Value),
                ("foreign", foreign.Value),
                ("nothing", new string('0', 32)),
            }
        )
        {
            _ids[name] = thing;
        }
        _tokens["here"] = (await TokenAsync(new("fuzz", TokenLevel.Edit, Stores: [store]))).Text;
        _tokens["elsewhere"] = (await TokenAsync(new("fuzz", TokenLevel.Edit, Stores: [foreign]))).Text;
        if (anew)
        {
            await IssueAsync();
        }
        foreach (var operation in Document.Operations.Where(o => o.Method == "GET" && o.Path.EndsWith('}')).OrderBy(o => o.Path.Length))
        {
            await AddIdsAsync(operation);
        }
    }

    private async Task IssueAsync()
    {
        foreach (var level in Enum.GetValues<TokenLevel>())
        {
            _tokens[level.ToString().ToLowerInvariant()] = (await TokenAsync(new("fuzz", level))).Text;
        }
        _tokens["administer"] = (await TokenAsync(new("fuzz", null, Administer: true, Expires: Expiry.Never))).Text;
        _tokens[Own] = (await DoAsync(new CreateToken(TokenSide.Own, new("fuzz", TokenLevel.Edit)))).Text;
        _tokens["garbage"] = "sdt_garbage";
        _tokens[Everything] = (await TokenAsync(new("fuzz", TokenLevel.Edit, Administer: true))).Text;
        var disabled = await TokenAsync(new("fuzz", TokenLevel.Edit));
        await DoAsync(new DisableToken(TokenSide.Account, disabled.Token.Id));
        _tokens["disabled"] = disabled.Text;
    }

    /// <summary>Finds an id for the last part of a path in the list before it: so
    /// endpoints are known that came after this was written.</summary>
    private async Task AddIdsAsync(ApiOperation operation)
    {
        var (list, name) = (operation.Path[..operation.Path.LastIndexOf('/')], operation.Path[(operation.Path.LastIndexOf('{') + 1)..^1]);
        if (
            name is "account_id" or "store_id" or "secret_id" or "service_id" or "name" or "version_id" or "script_name"
            || Document.Operations.FirstOrDefault(o => o.Method == "GET" && o.Path == list) is not { } all
        )
        {
            return;
        }
        using var answer = await SendAsync(
            new Request(all, "GET", Placeholders().Replace(list, "§$1§"), Everything, false, null, [], null)
        );
        var rows = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("result");
        if (rows.ValueKind == JsonValueKind.Array && rows.GetArrayLength() > 0)
        {
            _ids[name] = rows[0].GetProperty(name.EndsWith("_id", StringComparison.Ordinal) ? "id" : name).GetString()!;
        }
    }

    private static WorkerUpload Worker(UploadedBinding binding) =>
        new("index.js", null, [], [binding], [], [new UploadedModule("index.js", "application/javascript+module", [1])]);

    private static NewSecret New(string name) => new(name, Plaintext.TryFrom($"{FuzzInput.Canary}-planted"), Scopes.Workers);

    private Task<NewToken> TokenAsync(TokenInput input) => DoAsync(new CreateToken(TokenSide.Account, input));

    private async Task<T> DoAsync<T>(Operation<T> operation) =>
        WebTemplate.Done(await Gate.AskAsync(WebTemplate.Members[0].Caller, operation));

    [GeneratedRegex("§(\\w+)§")]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholders();
}
