using System.Text.Json;
using Microsoft.Data.Sqlite;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Fills a host with the data of a service after a year: long names, many rows and
/// broken objects. It does so by program, because that many clicks would take too long.</summary>
internal static class BrowserSampleData
{
    private const int Bindings = 40;

    private static readonly string LongName =
        "PAYMENTS_PROVIDER_WEBHOOK_SIGNING_SECRET_FOR_THE_EUROPEAN_PRODUCTION_CLUSTER_" + string.Join('_', Enumerable.Range(2019, 8));

    /// <summary>A busy Worker and a gateway with several keys.</summary>
    /// <returns>Their ids.</returns>
    public static async Task<(string Worker, string Gateway)> AddSampleDataAsync(this BrowserHost host)
    {
        var edit = await host.MakeTokenAsync(host.Owner, "sample data", "Edit");
        var administer = await host.MakeAdministeringTokenAsync("sample data");
        var account = $"/accounts/{await host.AccountAsync(edit)}";
        var stores = await AskAsync("GET", $"{account}/secrets_store/stores");
        var id = stores.EnumerateArray().Single(s => s.GetProperty("name").GetString() == host.Store).GetProperty("id").GetString();
        var store = $"{account}/secrets_store/stores/{id}";
        var secrets = (
            await AskAsync(
                "POST",
                $"{store}/secrets",
                Enumerable
                    .Range(1, Bindings)
                    .Select(i => new
                    {
                        name = i == 2 ? LongName : $"SAMPLE_{i}",
                        value = host.NewCanary(),
                        scopes = new[] { "workers", "ai_gateway" },
                    })
            )
        ).EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("id").GetString()!);

        await host.DeployAsync(
            edit,
            "checkout-api-of-the-european-production-cluster",
            [.. secrets.Keys.Select((name, i) => ($"{name}_{i}", name))]
        );
        await host.DeployAsync(
            edit,
            "checkout-api-of-the-european-production-cluster",
            [.. secrets.Keys.Select((name, i) => ($"{name}_{i}", name))]
        );
        var worker = await ServiceAsync("checkout-api-of-the-european-production-cluster");
        await AskAsync("PATCH", $"{store}/secrets/{secrets["SAMPLE_5"]}?force=true", new { scopes = new[] { "dex" } });
        await AskAsync("DELETE", $"{store}/secrets/{secrets["SAMPLE_7"]}?force=true");
        var credential = "";
        foreach (
            var name in new[] { "eu-west, the old machines that are to be taken down in spring", "eu-west", "us-east", "rolled", "expired" }
        )
        {
            credential = (
                await AskAsync(
                    "POST",
                    $"{account}/services/{worker}/credentials",
                    new
                    {
                        name,
                        condition = new { request_ip = new { @in = new[] { "127.0.0.0/8", "2001:db8:85a3::8a2e:370:7334/128" } } },
                    },
                    administer
                )
            )
                .GetProperty("value")
                .GetString()!;
        }
        Assert.Equal(
            (200, 404, 403),
            (
                await host.ReadAsync(credential, "SAMPLE_1_0"),
                await host.ReadAsync(credential, "NO_SUCH"),
                await host.ReadAsync(credential, "SAMPLE_5_4")
            )
        );
        await host.InsertPastReadsAsync(worker);

        var gateway = (await AskAsync("POST", $"{account}/services", new { name = "assistants", kind = "ai_gateway" }))
            .GetProperty("id")
            .GetString()!;
        foreach (
            var (provider, alias) in new[]
            {
                ("openai", "default"),
                ("openai", "team-with-a-rather-long-name"),
                ("anthropic", "default"),
                ("mistral", "default"),
            }
        )
        {
            await AskAsync(
                "POST",
                $"{account}/ai-gateway/gateways/{gateway}/provider_configs",
                new
                {
                    provider_slug = provider,
                    alias,
                    default_config = alias == "default",
                    secret_id = secrets[provider == "mistral" ? "SAMPLE_9" : LongName],
                    rate_limit = 600,
                }
            );
        }
        await AskAsync("DELETE", $"{store}/secrets/{secrets["SAMPLE_9"]}?force=true");
        await AgeAsync(host);
        return (worker, gateway);

        async Task<string> ServiceAsync(string name) =>
            (await AskAsync("GET", $"{account}/services?search={name}"))[0].GetProperty("id").GetString()!;

        async Task<JsonElement> AskAsync(string method, string path, object? body = null, string? token = null)
        {
            var (status, text) = await host.CallAsync(token ?? edit, method, path, body is null ? null : JsonSerializer.Serialize(body));
            Assert.True(status is 200 or 202, $"{method} {path}: {text}");
            return JsonDocument.Parse(text).RootElement.GetProperty("result");
        }
    }

    // Inserts states that take days or need an external provider: an expired credential, one about to expire, accepted and refused keys.
    private static async Task AgeAsync(BrowserHost host)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();
        await using var change = database.CreateCommand();
        change.CommandText = """
            UPDATE ServiceCredentials SET Expires = (unixepoch() - 5 * 86400) * 1000 WHERE Name = 'expired';
            UPDATE ServiceCredentials SET Expires = (unixepoch() + 5 * 86400) * 1000 WHERE Name = 'us-east';
            UPDATE ServiceCredentials SET PreviousUntil = (unixepoch() + 3600) * 1000 WHERE Name = 'rolled';
            UPDATE SecretVersions SET Created = Created - 86400000;
            UPDATE ProviderConfigs SET WasAccepted = Alias = 'default', LastUsed = (unixepoch() - 7200) * 1000 WHERE Provider = 'openai';
            """;
        await change.ExecuteNonQueryAsync();
        await host.AcceptSealsAsync();
    }
}
