using System.Net.Http.Json;
using System.Text.Json;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Programs that list and get the metadata of one store, each with a token of its own.</summary>
internal sealed class TokenReaders
{
    private const int Tokens = 100,
        SecretsThatAreRead = 20;

    private readonly List<string> _tokens = [];
    private readonly List<string> _paths = [];

    /// <summary>Makes the tokens. Each reads the first page of 100 secrets, and single ones.</summary>
    public static async Task<TokenReaders> MakeAsync(BenchmarkHost host, ServiceFleet fleet)
    {
        var groups = await host.Http.GetFromJsonAsync<JsonElement>(host.Account + "/tokens/permission_groups?name=secrets%20store%20read");
        var read = groups.GetProperty("result")[0].GetProperty("id").GetString();
        var resources = new Dictionary<string, string> { [$"com.cloudflare.api.account.{host.Account.Split('/')[^1]}"] = "*" };
        var readers = new TokenReaders();
        for (var i = 0; i < Tokens; i++)
        {
            var policy = new
            {
                effect = "allow",
                permission_groups = new[] { new { id = read } },
                resources,
            };
            readers._tokens.Add(await host.PostAsync("/tokens", new { name = $"reader {i}", policies = new[] { policy } }, "value"));
        }
        var secrets = $"{host.Account}/secrets_store/stores/{fleet.Store}/secrets";
        readers._paths.AddRange(fleet.Secrets.Take(SecretsThatAreRead).Select(id => $"{secrets}/{id}").Prepend(secrets + "?per_page=100"));
        return readers;
    }

    /// <summary>A random token; every second request is the list.</summary>
    public string Script =>
        $$"""
            local headers, paths = {}, {}
            for token in ("{{string.Join(' ', _tokens)}}"):gmatch("%S+") do
              headers[#headers + 1] = { ["Host"] = "127.0.0.1", ["Authorization"] = "Bearer " .. token }
            end
            for path in ("{{string.Join(' ', _paths)}}"):gmatch("%S+") do paths[#paths + 1] = path end
            function init(args) math.randomseed(os.time()) end
            function request()
              local path = paths[math.random(2) == 1 and 1 or math.random(2, #paths)]
              return wrk.format("GET", path, headers[math.random(#headers)])
            end
            """;
}
