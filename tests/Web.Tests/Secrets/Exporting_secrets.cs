using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class Exporting_secrets : IAsyncLifetime
{
    private readonly WebHost _host = WebHost.SetUp();

    public async ValueTask InitializeAsync()
    {
        var (gate, owner) = (_host.Services.GetRequiredService<Gate>(), WebTemplate.Members[0].Caller);
        var store = WebTemplate.Done(await gate.AskAsync(owner, new CreateStore("production")));
        WebTemplate.Done(
            await gate.AskAsync(
                owner,
                new CreateSecrets(
                    store,
                    [
                        new NewSecret(
                            "FORMULA",
                            Plaintext.TryFrom("canary-4b1e"),
                            Scopes.Workers | Scopes.Access,
                            new() { Comment = "=HYPERLINK(\"http://evil.example\")", Owner = "=ops" }
                        ),
                        new NewSecret("-minus", Plaintext.TryFrom("canary-4b1e"), Scopes.Dex),
                    ]
                )
            )
        );
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/secrets/export.csv")]
    [InlineData("/secrets/export.json")]
    [InlineData("/audit/export?format=csv")]
    public async Task A_page_of_another_site_cannot_make_a_member_export(string path)
    {
        using var reporter = await _host.VisitAsync(WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        var rows = _host.Rows();

        using var answer = await reporter.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, rows), (answer.StatusCode, _host.Rows()));
    }

    [Fact]
    public async Task A_formula_is_exported_as_text_and_no_value_is_exported()
    {
        using var reporter = await _host.VisitAsync(WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));

        var csv = await reporter.Client.GetStringAsync("/secrets/export.csv");

        Assert.Contains("\"'=HYPERLINK(", csv, StringComparison.Ordinal);
        Assert.Contains("'-minus", csv, StringComparison.Ordinal);
        Assert.Contains("'=ops", csv, StringComparison.Ordinal);
        Assert.Contains("access workers", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_applies_the_filters_of_the_list_and_names_scopes_as_the_API_does()
    {
        using var reporter = await _host.VisitAsync(WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));

        using var json = JsonDocument.Parse(await reporter.Client.GetStringAsync("/secrets/export.json?q=formula&scope=workers"));

        var only = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("FORMULA", "=ops"), (only.GetProperty("name").GetString(), only.GetProperty("owner").GetString()));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (only.GetProperty("last_used_on").ValueKind, only.GetProperty("last_used_by").ValueKind)
        );
        Assert.Equal("[]", (await reporter.Client.GetStringAsync("/secrets/export.json?unused=7")).Trim());
        Assert.Contains("FORMULA", await reporter.Client.GetStringAsync("/secrets/export.json?owner=%3DOPS"), StringComparison.Ordinal);
        Assert.Equal("[]", (await reporter.Client.GetStringAsync("/secrets/export.json?owner=other")).Trim());
        Assert.Contains(
            ",last_used_on,last_used_by",
            await reporter.Client.GetStringAsync("/secrets/export.csv"),
            StringComparison.Ordinal
        );
        Assert.Equal(["access", "workers"], only.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task A_member_without_a_role_cannot_export_and_an_unknown_store_is_not_found()
    {
        using var guest = await _host.VisitAsync(WebTemplate.Members.Single(r => r.Roles == Roles.None));
        using var reporter = await _host.VisitAsync(WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));

        Assert.Equal(HttpStatusCode.Forbidden, (await guest.GetAsync("/secrets/export.csv")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await reporter.GetAsync("/secrets/export.csv?store=00000000000000000000000000000000")).StatusCode
        );
    }
}
