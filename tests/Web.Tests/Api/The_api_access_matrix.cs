using Microsoft.AspNetCore.Routing;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Endpoints;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Every endpoint × every sort of token, as matrix.md has it by hand. The endpoints
/// come from the running program: a new one without a row fails.</summary>
public sealed class The_api_access_matrix(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private static readonly string[] Callers =
    [
        "Read",
        "Bind",
        "Manage",
        "Edit",
        "Administer",
        "no token",
        "expired",
        "disabled",
        "not yet valid",
        "other address",
        "in its store",
        "in another store",
        "other account",
    ];

    private static List<string[]> Rows =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "matrix.md"))
                .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
                .Skip(1)
                .Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
        ];

    public static TheoryData<string, string> Endpoints => [.. Rows.Select(r => (r[0], r[1]))];

    [Fact]
    public void The_matrix_has_a_row_for_exactly_the_served_endpoints()
    {
        var served = ListedEndpoint
            .Endpoints(api.Host)
            .Where(e => e.RoutePattern.RawText!.StartsWith("/client/v4/", StringComparison.Ordinal))
            .Select(e =>
                $"{Assert.Single(e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, m => m != "HEAD")} "
                + $"{Short(e.RoutePattern.RawText!)}"
            );

        Assert.Equal(served.Order(StringComparer.Ordinal), Rows.Select(r => $"{r[0]} {r[1]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task The_server_answers_as_the_matrix_says(string method, string path)
    {
        var answers = new List<string>();
        ApiSampleData? sample = null;
        foreach (var caller in Callers)
        {
            sample ??= await ApiSampleData.MakeAsync(api);
            var status = await StatusAsync(method, path, caller, sample);
            answers.Add($"{status}");
            sample = status < 300 && method != "GET" ? null : sample; // A deed of one caller is not seen by the next.
        }

        Assert.Equal(string.Join(" | ", Rows.Single(r => r[0] == method && r[1] == path)[2..]), string.Join(" | ", answers));
    }

    private async Task<int> StatusAsync(string method, string path, string caller, ApiSampleData sample)
    {
        var account =
            path.StartsWith("/client/v4", StringComparison.Ordinal) ? ""
            : caller == "other account" ? $"/client/v4/accounts/{new string('0', 32)}"
            : api.Account;
        using var body =
            sample.BodyOf($"{method} {path}") is not { } json ? null
            : path.EndsWith("/{script_name}", StringComparison.Ordinal) ? Upload.Form(json)
            : Answer.Body(json);
        var answer = await api.SendBodyAsync(method, account + sample.Fill(method, path), body, await TokenAsync(caller, sample.Store));
        Assert.True((int)answer.Status < 500, answer.Text);
        return (int)answer.Status;
    }

    private async Task<string?> TokenAsync(string caller, StoreId store) =>
        caller switch
        {
            "no token" => null,
            "Read" or "Bind" or "Manage" or "Edit" => await api.TokenAsync(Enum.Parse<TokenLevel>(caller)),
            "Administer" => await api.TokenAsync(level: null),
            "expired" => await ExpiredAsync(),
            "disabled" => await DisabledAsync(),
            "not yet valid" => (await api.TokenAsync(Edit with { NotBefore = DateTimeOffset.UtcNow.AddDays(1) })).Text,
            "other address" => (await api.TokenAsync(Edit with { AllowedFrom = ["203.0.113.7"] })).Text,
            "in its store" => await api.TokenAsync(TokenLevel.Edit, store),
            "in another store" => await api.TokenAsync(TokenLevel.Edit, await api.StoreAsync()),
            "other account" => api.Edit,
            _ => throw new ArgumentOutOfRangeException(nameof(caller), caller, "The table has no such caller."),
        };

    private static TokenInput Edit => new("a program", TokenLevel.Edit);

    // The token is issued for a day; the database is changed so that it expires at once.
    private async Task<string> ExpiredAsync()
    {
        var token = await api.TokenAsync(Edit with { Expires = new Expiry(DateTimeOffset.UtcNow.AddDays(1)) });
        Assert.Equal(System.Net.HttpStatusCode.OK, (await api.GetAsync(api.Stores, token.Text)).Status);
        Assert.Equal(
            1,
            api.Host.Sql($"UPDATE ApiTokens SET Expires = {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()} WHERE Id = '{token.Token.Id}'")
        );
        return token.Text;
    }

    private async Task<string> DisabledAsync()
    {
        var token = await api.TokenAsync(Edit);
        await api.DoAsync(new DisableToken(TokenSide.Account, token.Token.Id));
        return token.Text;
    }

    private static string Short(string path) => path.Replace("/client/v4/accounts/{account_id}", "", StringComparison.Ordinal);
}
