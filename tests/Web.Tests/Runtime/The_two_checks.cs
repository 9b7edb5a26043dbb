using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Workloads;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>Every caller × every state of a binding, as two_checks.md has it by hand.</summary>
public sealed class The_two_checks(WorkloadWebHost cluster) : IClassFixture<WorkloadWebHost>
{
    private static readonly string[] Callers =
    [
        "good",
        "before the roll, in the overlap",
        "before the roll, after it",
        "expired",
        "revoked",
        "other address",
        "of another service",
        "its id, another text",
        "workload",
        "workload, unmapped",
        "workload, JWT over",
        "workload, other audience",
        "API token",
        "session cookie",
        "nothing",
    ];

    private readonly ApiWebHost _api = cluster.Api;

    private static List<string[]> Rows =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Runtime", "two_checks.md"))
                .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
                .Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
        ];

    public static TheoryData<string> States => [.. Rows[1..].Select(r => r[0])];

    [Fact]
    public void The_table_of_the_two_checks_lists_every_caller() => Assert.Equal(Callers, Rows[0][1..]);

    [Theory]
    [MemberData(nameof(States))]
    public async Task The_server_answers_as_the_table_of_the_two_checks_says(string state)
    {
        var reader = await Reader.MakeAsync(_api, state == "kind ai_gateway" ? Scopes.AiGateway : Scopes.Workers);
        var credentials = await CredentialsAsync(reader);
        foreach (var caller in Callers[..^2].Where(c => credentials[c] is not null))
        {
            await reader.GetWithAsync(credentials[caller]);
            await reader.GetWithAsync(credentials[caller]);
        }
        await PutAsync(reader, state);

        var answers = new List<string>();
        foreach (var caller in Callers)
        {
            var response = new[] { await AskAsync(reader, caller, credentials), await AskAsync(reader, caller, credentials) };
            Assert.All(response, h => Assert.Equal(h.Status == 200, h.Text.Contains("a value", StringComparison.Ordinal)));
            answers.Add(string.Join(", then ", response.Select(h => $"{h.Status}").Distinct()));
        }

        Assert.Equal(string.Join(" | ", Rows.Single(r => r[0] == state)[1..]), string.Join(" | ", answers));
    }

    private async Task<RuntimeResponse> AskAsync(Reader reader, string caller, Dictionary<string, string?> credentials)
    {
        if (caller != "session cookie")
        {
            return await reader.GetWithAsync(credentials[caller]);
        }
        using var owner = await _api.Host.VisitAsync(WebTemplate.Members[0]);
        return await RuntimeResponse.OfAsync(await owner.GetAsync(Reader.Key));
    }

    private async Task<Dictionary<string, string?>> CredentialsAsync(Reader reader)
    {
        var other = await Reader.MakeAsync(_api);
        await _api.DoAsync(new UnbindSecret(other.Service, "KEY"));
        var (rolled, ended) = (await IssueAsync(reader), await IssueAsync(reader));
        await _api.DoAsync(new RollCredential(reader.Service, rolled.Credential.Id));
        await _api.DoAsync(new RollCredential(reader.Service, ended.Credential.Id, PreviousUntil: cluster.Time.GetUtcNow().AddSeconds(-1)));
        var revoked = await IssueAsync(reader);
        await _api.DoAsync(new RevokeCredential(reader.Service, revoked.Credential.Id));
        var expired = await IssueAsync(reader);
        await SqlAsync($"""UPDATE "ServiceCredentials" SET "Expires" = 1 WHERE "Id" = '{expired.Credential.Id}'""");
        return new()
        {
            ["good"] = reader.Credential.Text,
            ["before the roll, in the overlap"] = rolled.Text,
            ["before the roll, after it"] = ended.Text,
            ["expired"] = expired.Text,
            ["revoked"] = revoked.Text,
            ["other address"] = (await IssueAsync(reader, "203.0.113.7")).Text,
            ["of another service"] = other.Credential.Text,
            ["its id, another text"] = reader.Credential.Text[..^1] + (reader.Credential.Text[^1] == 'A' ? 'B' : 'A'),
            ["workload"] = await WorkloadAsync(reader, jwt => jwt),
            ["workload, unmapped"] = cluster.Issuer.Sign(cluster.Jwt with { Subject = "nobody-mapped" }),
            ["workload, JWT over"] = await WorkloadAsync(
                reader,
                jwt => jwt with { Claims = new() { ["exp"] = cluster.Time.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds() } }
            ),
            ["workload, other audience"] = await WorkloadAsync(reader, jwt => jwt with { Claims = new() { ["aud"] = "elsewhere" } }),
            ["API token"] = (await _api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true))).Text,
            ["nothing"] = null,
        };
    }

    // No operation maps a workload to a gateway: this simulates a change in the database.
    private async Task<string> WorkloadAsync(Reader reader, Func<Jwt, Jwt> change)
    {
        var subject = $"workload-{Guid.NewGuid():N}";
        var other = await cluster.ReaderAsync(subject);
        await SqlAsync(
            $"""UPDATE "WorkloadIdentities" SET "ServiceId" = '{reader.Service}' WHERE "Subject" = '{subject}' AND "ServiceId" = """
                + $"""'{other.Service}'"""
        );
        return cluster.Issuer.Sign(change(cluster.Jwt with { Subject = subject }));
    }

    private Task<NewCredential> IssueAsync(Reader reader, params string[] allowed) =>
        _api.DoAsync(new IssueCredential(reader.Service, new CredentialInput("one of many", AllowedFrom: allowed)));

    private Task PutAsync(Reader reader, string state) =>
        state switch
        {
            "good" => Task.CompletedTask,
            "kind ai_gateway" => BindGatewayAsync(reader),
            "scope narrowed" => _api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true)),
            "scope narrowed and given back" => PutAsync(
                reader,
                "scope narrowed",
                () => _api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex | Scopes.Workers))
            ),
            "secret deleted by force" => _api.DoAsync(new DeleteSecret(reader.Secret, Force: true)),
            "store deleted by force" => _api.DoAsync(new DeleteStore(reader.Store, Force: true)),
            "unbound" => _api.DoAsync(new UnbindSecret(reader.Service, "KEY")),
            "bound under another name" => PutAsync(
                reader,
                "unbound",
                () => _api.DoAsync(new BindSecret(reader.Service, reader.Secret, "ANOTHER"))
            ),
            "secret of another store" => MapToOtherServiceAsync(reader),
            "service removed" => _api.DoAsync(new RemoveService(reader.Service, Force: true)),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There are no steps for this state."),
        };

    private async Task PutAsync(Reader reader, string state, Func<Task> then)
    {
        await PutAsync(reader, state);
        await then();
    }

    // No operation binds a gateway to a variable: this simulates a change in the database.
    private Task BindGatewayAsync(Reader reader) =>
        SqlAsync(
            $"""
            INSERT INTO "Bindings" ("ServiceId", "Name", "SecretId", "SecretName", "StoreId", "Created")
            SELECT "ServiceId", 'KEY', "SecretId", "SecretName", "StoreId", "Created" FROM "Bindings" WHERE "ServiceId" = '{reader.Service}'
            """
        );

    // No operation lets a service of one store be bound to a secret of another: this simulates a change in the database.
    private async Task MapToOtherServiceAsync(Reader reader) =>
        await SqlAsync($"""UPDATE "Services" SET "StoreId" = '{await _api.StoreAsync()}' WHERE "Id" = '{reader.Service}'""");

    /// <summary>Changes one row, and accepts it with its new content: the checks must hold for every genuine row.</summary>
    private async Task SqlAsync(string sql)
    {
        var options = _api.Host.Services.GetRequiredService<VaultOptions>();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(options.Directory, "secrets-dashboard.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        Assert.Equal(
            0,
            await ConsoleVerbs.RunAsync(["audit", "seals", "--accept"], options, NullLogger.Instance, TextWriter.Null, default)
        );
    }
}
