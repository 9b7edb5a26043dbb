using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps for credentials, and the reads of a service at run time.</summary>
internal static class RuntimeSteps
{
    // One connection for the many reads of a test.
    private static readonly HttpClient Client = new();

    /// <summary>Creates a token of the account that may issue credentials, as the Super Administrator.</summary>
    public static async Task<string> MakeAdministeringTokenAsync(this BrowserHost host, string name)
    {
        var page = await host.Owner.OpenAsync("/tokens?of=account");
        await page.Button("New token").ClickAsync();
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.Checkbox("Administer").CheckAsync();
        await page.OpenDialog().Button("Create token").ClickAsync();
        var text = await host.ReadShownTokenAsync(page, name);
        await page.StoreTokenAsync(text);
        await page.CloseAsync();
        return text;
    }

    /// <summary>Issues a credential for the service and returns its value.</summary>
    public static async Task<string> IssueCredentialAsync(this BrowserHost host, string token, string service)
    {
        var (status, body) = await host.CallAsync(
            token,
            "POST",
            $"/accounts/{await host.AccountAsync(token)}/services/{service}/credentials",
            """{"name":"seen"}"""
        );
        Assert.True(status == 200, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("result").GetProperty("value").GetString()!;
    }

    /// <summary>Reads a binding as the service.</summary>
    /// <returns>The status.</returns>
    public static async Task<int> ReadAsync(this BrowserHost host, string credential, string name) =>
        (await host.ReadWholeAsync(credential, name)).Status;

    /// <summary>Reads a binding, and returns the complete response.</summary>
    public static async Task<(int Status, string RequestId, string Body)> ReadWholeAsync(
        this BrowserHost host,
        string credential,
        string name
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Server.Address, $"/runtime/v1/bindings/{name}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        using var answer = await Client.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.GetValues("X-Request-Id").Single(), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads a binding; null if the server does not respond.</summary>
    public static async Task<(int Status, string RequestId, string Body)?> TryReadAsync(
        this BrowserHost host,
        string credential,
        string name
    )
    {
        try
        {
            return await host.ReadWholeAsync(credential, name);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>Creates a service with a secret bound as KEY, an administering token, and the service's credential.</summary>
    public static async Task<(string Token, string Credential)> MakeReaderAsync(this BrowserHost host)
    {
        await host.Owner.CreateSecretAsync(new(host.Store, "read", host.NewCanary(), "", "Workers"));
        var page = await host.Owner.RegisterServiceAsync("reader", "Workers");
        await page.BindAsync("KEY", "read");
        var token = await host.MakeAdministeringTokenAsync("issues");
        return (token, await host.IssueCredentialAsync(token, page.Url.Split('?')[0].Split('/')[^1]));
    }

    /// <summary>The request ids of the delivered values, from the audit log.</summary>
    public static async Task<HashSet<string>> ResolvedAsync(this BrowserHost host)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();
        await using var ask = database.CreateCommand();
        ask.CommandText = """
            SELECT RequestId FROM (SELECT RequestId, Act, Result FROM AuditEntries UNION ALL SELECT RequestId, Act, Result FROM AuditTail)
            WHERE Act = 'Resolve' AND Result = (SELECT Result FROM AuditEntries WHERE Act = 'CreateStore')
            """;
        await using var row = await ask.ExecuteReaderAsync();
        var ids = new HashSet<string>();
        while (await row.ReadAsync())
        {
            ids.Add(row.GetString(0));
        }
        return ids;
    }

    /// <summary>Inserts the usage counts of earlier hours into the database, because a test can't wait a week.</summary>
    public static Task InsertPastReadsAsync(this BrowserHost host, string service) =>
        host.ChangeAsync(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 167)
            INSERT INTO HoursOfReads (ServiceId, Hour, Reads, Refusals)
            SELECT $service, (unixepoch() / 3600 - i) * 3600000,
                CASE WHEN i % 24 BETWEEN 6 AND 12 THEN (i * 37) % 60 ELSE 300 + (i * 7919) % 900 END,
                CASE WHEN i % 17 = 3 THEN i % 5 + 1 ELSE 0 END FROM n
            """,
            service
        );

    /// <summary>Makes the service's bindings and credentials 40 days old and unused.</summary>
    public static Task MakeServiceIdleAsync(this BrowserHost host, string service) =>
        host.ChangeAsync(
            """
            UPDATE Bindings SET Created = (unixepoch() - 40 * 86400) * 1000, LastUsed = NULL WHERE ServiceId = $service;
            UPDATE ServiceCredentials SET Created = (unixepoch() - 40 * 86400) * 1000, LastUsed = NULL WHERE ServiceId = $service;
            """,
            service
        );

    /// <summary>Changes a service's rows in the database directly.</summary>
    private static async Task ChangeAsync(this BrowserHost host, string sql, string service)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();
        await using var change = database.CreateCommand();
        change.CommandText = sql;
        change.Parameters.AddWithValue("$service", service);
        await change.ExecuteNonQueryAsync();
    }
}
