namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>The request that is repeated: a script for <c>wrk</c>, and one response that the bare server repeats.</summary>
internal sealed record Workload(string Name, string Path, string Script, byte[] Answer)
{
    private const string Authorized = """
        wrk.headers["Authorization"] = "Bearer TOKEN"

        """;

    public static string Get(string token, string path, IEnumerable<string> ids) =>
        Authorized.Replace("TOKEN", token, StringComparison.Ordinal)
        + $$"""
            local ids = { {{string.Join(", ", ids.Select(id => $"\"{id}\""))}} }
            local next = 0
            function init(args) math.randomseed(os.time()) next = math.random(#ids) end
            function request() next = next % #ids + 1 return wrk.format("GET", "{{path}}" .. ids[next]) end
            """;

    public static string List(string token, string path) =>
        Authorized.Replace("TOKEN", token, StringComparison.Ordinal)
        + $$"""
            local page = 0
            function request() page = page % 100 + 1 return wrk.format("GET", "{{path}}&page=" .. page) end
            """;

    /// <summary>Every name once: a round, a thread and a count are in it.</summary>
    public static string Create(string token, string path, string round) =>
        Authorized.Replace("TOKEN", token, StringComparison.Ordinal)
        + $$"""
            local threads = 0
            function setup(thread) threads = threads + 1 thread:set("id", threads) end
            local made = 0
            function request()
              made = made + 1
              local body = '[{"name":"{{round}}_' .. id .. '_' .. made
                .. '","value":"a value of about thirty bytes ok","scopes":["workers"],"comment":"made by the benchmark"}]'
              return wrk.format("POST", "{{path}}", nil, body)
            end
            """;
}
