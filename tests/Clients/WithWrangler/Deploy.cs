using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecretsDashboard.Clients.Tests.WithSdk;

namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler deploy</c> of a Worker that binds secrets of a store.</summary>
public class Deploy(ApiClientHost host)
{
    private readonly string _name = TestObjects.NewName("worker");

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_creates_the_service_and_a_binding_whose_value_the_service_can_read(string wrangler)
    {
        var store = await host.StoreAsync();
        var value = host.LeakCheck.NewValue();
        await SecretAsync(store, "PAYMENTS", value, "workers");

        var result = await DeployAsync(wrangler, [("API_KEY", store, "PAYMENTS")], TokenLevel.Bind);

        result.Succeeded("Current Version ID: ");
        Assert.Contains($"env.API_KEY ({store}/PAYMENTS)", result.Output, StringComparison.Ordinal);
        var service = await ServiceAsync();
        Assert.Equal("workers", service.Text("kind"));
        Assert.Equal(["API_KEY PAYMENTS live"], await BindingsAsync(service));
        Assert.Equal(value, await ReadAsync(service, "API_KEY"));
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_second_deployment_adds_new_bindings_and_removes_dropped_bindings(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "ONE");
        await host.SecretAsync(store, "TWO");
        (await DeployAsync(wrangler, [("FIRST", store, "ONE"), ("STAYS", store, "ONE")])).Succeeded("Uploaded");

        (await DeployAsync(wrangler, [("STAYS", store, "ONE"), ("SECOND", store, "TWO")])).Succeeded("Current Version ID: ");

        Assert.Equal(["SECOND TWO live", "STAYS ONE live"], await BindingsAsync(await ServiceAsync()));
        var deployments = await new Wrangler(host, wrangler).RunAsync("deployments", "list", "--name", _name);
        deployments.Succeeded("clients-edit");
        Assert.Equal(2, deployments.Output.Split("(100%)").Length - 1);
        (await new Wrangler(host, wrangler).RunAsync("versions", "list", "--name", _name)).Succeeded("Version ID:");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_that_fails_the_scope_check_is_rejected_and_creates_nothing(string wrangler)
    {
        var store = await host.StoreAsync();
        await SecretAsync(store, "ELSEWHERE", host.LeakCheck.NewValue(), "dex");
        await host.SecretAsync(store, "GOOD");

        var result = await DeployAsync(wrangler, [("GOOD", store, "GOOD"), ("API_KEY", store, "ELSEWHERE")]);

        result.Failed("Secrets store binding authorization failed for 'API_KEY': the secret scope check failed.");
        Assert.Contains("the secret's scopes are DEX", result.Output, StringComparison.Ordinal);
        Assert.Contains("[code: 10021]", result.Output, StringComparison.Ordinal);
        Assert.Empty(await ServicesAsync());
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_that_binds_a_missing_secret_fails_with_the_name_of_that_secret(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await DeployAsync(wrangler, [("API_KEY", store, "NOBODY")]);

        result.Failed(
            $"Secrets Store binding 'API_KEY' references store '{store}' and secret 'NOBODY' which were not found. [code: 10182]"
        );
        Assert.Empty(await ServicesAsync());
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_with_a_read_only_token_is_rejected_with_the_permission_that_it_needs(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "PAYMENTS");

        var result = await DeployAsync(wrangler, [("API_KEY", store, "PAYMENTS")], TokenLevel.Read);

        result.Failed(
            "the authorization check failed. Needs Bind or Edit. This token has Read. Use a token with Bind or Edit. [code: 10021]"
        );
        Assert.Empty(await ServicesAsync());
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_delete_command_removes_a_deployed_worker(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "PAYMENTS");
        (await DeployAsync(wrangler, [("API_KEY", store, "PAYMENTS")])).Succeeded("Uploaded");

        (await new Wrangler(host, wrangler).RunAsync("delete", "--name", _name, "--force")).Succeeded("Successfully deleted");

        Assert.Empty(await ServicesAsync());
    }

    /// <summary>It is sent from memory, faster than a server that closes the connection can be heard: that
    /// looked like a broken line, of which wrangler says nothing but that.</summary>
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_of_a_worker_that_is_too_large_fails_with_the_size_limit(string wrangler)
    {
        var result = await DeployAsync(wrangler, [], large: new string('x', 60 * 1024 * 1024));

        result.Failed("worker_upload_too_large: The modules of a Worker are limited to 10,485,760 bytes in total");
        Assert.Empty(await ServicesAsync());
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_deployment_with_a_cron_trigger_uploads_the_worker_and_then_fails_on_the_trigger(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "PAYMENTS");

        var result = await DeployAsync(wrangler, [("API_KEY", store, "PAYMENTS")], crons: ["*/5 * * * *"]);

        result.Failed("No route for that URI");
        Assert.Contains($"Uploaded {_name}", result.Output, StringComparison.Ordinal);
        Assert.Equal(["API_KEY PAYMENTS live"], await BindingsAsync(await ServiceAsync()));
    }

    private async Task<CommandResult> DeployAsync(
        string wrangler,
        (string Binding, string Store, string Secret)[] secrets,
        TokenLevel level = TokenLevel.Edit,
        string large = "",
        params string[] crons
    )
    {
        var config = new
        {
            name = _name,
            main = "index.js",
            compatibility_date = "2026-01-01",
            triggers = crons.Length > 0 ? new { crons } : null,
            secrets_store_secrets = secrets.Select(s => new
            {
                binding = s.Binding,
                store_id = s.Store,
                secret_name = s.Secret,
            }),
        };
        var worker = new Wrangler(host, wrangler)
        {
            TokenLevel = level,
            Files = new Dictionary<string, string>
            {
                ["wrangler.json"] = JsonSerializer.Serialize(config, WithoutNulls),
                ["large.txt"] = large,
                ["index.js"] =
                    "import large from './large.txt';\n"
                    + "export default { async fetch(request, env) { return new Response(await env.API_KEY.get() + large.length); } };\n",
            },
        };
        return await worker.RunAsync("deploy");
    }

    private Task<JsonElement> SecretAsync(string store, string secret, string value, string scope) =>
        host.FullAccess.DoAsync(
            "secretsStore.stores.secrets.create",
            store,
            new
            {
                account_id = host.Account,
                body = new[]
                {
                    new
                    {
                        name = secret,
                        value,
                        scopes = new[] { scope },
                    },
                },
            }
        );

    private async Task<IReadOnlyList<JsonElement>> ServicesAsync() => [.. (await GetAsync($"/services?search={_name}")).EnumerateArray()];

    private async Task<JsonElement> ServiceAsync() => Assert.Single(await ServicesAsync());

    private async Task<IReadOnlyList<string>> BindingsAsync(JsonElement service) =>
        [
            .. (await GetAsync($"/services/{service.Text("id")}/bindings"))
                .EnumerateArray()
                .Select(b => $"{b.Text("name")} {b.Text("secret_name")} {b.Text("status")}"),
        ];

    private async Task<JsonElement> GetAsync(string path) =>
        (await host.FullAccess.DoAsync("get", $"/accounts/{host.Account}{path}", new { })).GetProperty("result");

    /// <summary>The value that the Worker's own code would receive, read with a credential of the service.</summary>
    private async Task<string> ReadAsync(JsonElement service, string variable)
    {
        var issued = await host.FullAccess.DoAsync(
            "post",
            $"/accounts/{host.Account}/services/{service.Text("id")}/credentials",
            new { body = new { name = "run time" } }
        );
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Api, $"/runtime/v1/bindings/{variable}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issued.GetProperty("result").Text("value"));
        request.Headers.Accept.ParseAdd("text/plain");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
