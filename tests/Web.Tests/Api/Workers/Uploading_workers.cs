using System.Net;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api.Workers;

public sealed class Uploading_workers(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private readonly string _name = $"worker-{Guid.NewGuid():N}";
    private StoreId _store;

    private string Worker => $"{api.Account}/workers/scripts/{_name}";

    public async ValueTask InitializeAsync()
    {
        _store = await api.StoreAsync();
        await api.SecretAsync(_store, "KEY");
        await api.SecretAsync(_store, "DEX_ONLY", Scopes.Dex);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_upload_creates_a_service_with_its_bindings_and_returns_what_wrangler_reads()
    {
        var deployed = await PutAsync(
            Upload.Metadata(Upload.Binding("API_KEY", _store, "KEY"), """{"type":"plain_text","name":"GREETING","text":"hello there"}""")
        );

        Assert.Equal(
            ["id", "name", "deployment_id", "etag", "number", "entry_point", "startup_time_ms", "created_on", "modified_on"],
            deployed.Result.EnumerateObject().Select(p => p.Name)
        );
        var bound = Assert.Single((await api.GetAsync($"{api.Account}/services/{deployed.Id}/bindings")).Result.EnumerateArray());
        Assert.Equal(
            ("API_KEY", "KEY", "live"),
            (bound.GetProperty("name").GetString(), bound.GetProperty("secret_name").GetString(), bound.GetProperty("status").GetString())
        );
        var settings = (await api.GetAsync($"{Worker}/settings")).Text;
        Assert.Contains("""{"name":"GREETING","type":"plain_text"}""", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("hello there", settings, StringComparison.Ordinal);
        var version = deployed.Result.GetProperty("deployment_id").GetString()!;
        Assert.Equal(
            version,
            (await api.GetAsync($"{Worker}/deployments"))
                .Result.GetProperty("deployments")[0]
                .GetProperty("versions")[0]
                .GetProperty("version_id")
                .GetString()
        );
        Assert.Equal(1, (await api.GetAsync($"{Worker}/versions/{Guid.Parse(version):D}")).Result.GetProperty("number").GetInt32());
        Assert.Equal("404 10007 worker_version_not_found", (await api.GetAsync($"{Worker}/versions/{new string('0', 32)}")).Error);
    }

    [Fact]
    public async Task An_upload_with_variable_names_that_differ_only_by_case_gives_a_warning()
    {
        var warned = await PutAsync(
            Upload.Metadata(
                Upload.Binding("API_KEY", _store, "KEY"),
                Upload.Binding("Api_Key", _store, "KEY"),
                Upload.Binding("OTHER", _store, "KEY")
            )
        );
        var corrected = await PutAsync(Upload.Metadata(Upload.Binding("API_KEY", _store, "KEY")));

        Assert.Contains(
            $"{_name} has the variables API_KEY and Api_Key, whose names differ only by case.",
            Assert.Single(warned.Messages),
            StringComparison.Ordinal
        );
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (warned.Status, corrected.Status));
        Assert.Empty(corrected.Messages);
    }

    [Fact]
    public async Task A_worker_that_does_not_exist_is_reported_with_the_codes_that_wrangler_expects()
    {
        Assert.All(
            await Task.WhenAll(
                new[] { "deployments", "settings", "secrets", "subdomain", "versions" }.Select(p => api.GetAsync($"{Worker}/{p}"))
            ),
            a => Assert.Equal("404 10007 worker_not_found", a.Error)
        );
        Assert.Equal("404 10007 worker_not_found", (await api.SendAsync("DELETE", Worker)).Error);
        Assert.StartsWith(
            "404 10090 worker_environment_not_found: ",
            (await api.GetAsync($"{api.Account}/workers/services/{_name}")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_refused_upload_names_the_failed_check_of_each_binding_and_changes_nothing()
    {
        var rows = api.Host.Rows();

        var refused = await PutAsync(
            Upload.Metadata(
                Upload.Binding("GOOD", _store, "KEY"),
                Upload.Binding("BAD", _store, "DEX_ONLY"),
                Upload.Binding("NONE", _store, "NOBODY")
            )
        );

        Assert.StartsWith(
            "403 10021 Secrets store binding authorization failed for 'BAD': the secret scope check failed. "
                + "The service is of kind Workers; the secret's scopes are DEX. Choose a secret",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            $"Secrets Store binding 'NONE' references store '{_store}' and secret 'NOBODY' which were not found.",
            refused.Errors[1].GetProperty("message").GetString()
        );
        Assert.Equal((2, 10182), (refused.Errors.Count, refused.Errors[1].GetProperty("code").GetInt32()));
        Assert.Equal(rows + 1, api.Host.Rows());
        Assert.Equal("404 10007 worker_not_found", (await api.GetAsync($"{Worker}/deployments")).Error);
    }

    [Fact]
    public async Task A_secret_beyond_the_tokens_reach_is_reported_like_one_that_does_not_exist()
    {
        var token = await api.TokenAsync(TokenLevel.Bind, await api.StoreAsync());

        var beyond = await PutAsync(Upload.Metadata(Upload.Binding("API_KEY", _store, "KEY")), token);
        var absent = await PutAsync(Upload.Metadata(Upload.Binding("API_KEY", _store, "NOBODY")), token);

        Assert.Equal(
            $"404 10182 Secrets Store binding 'API_KEY' references store '{_store}' and secret 'KEY' which were not found.",
            beyond.Error
        );
        Assert.Equal(beyond.Text.Replace("'KEY'", "'NOBODY'", StringComparison.Ordinal), absent.Text);
    }

    [Fact]
    public async Task A_token_of_one_store_deploys_a_worker_of_that_store_and_a_token_of_two_stores_is_refused()
    {
        var metadata = Upload.Metadata(Upload.Binding("API_KEY", _store, "KEY"));

        var deployed = await PutAsync(metadata, await api.TokenAsync(TokenLevel.Bind, _store));
        var refused = await PutAsync(metadata, await api.TokenAsync(TokenLevel.Bind, _store, await api.StoreAsync()));

        Assert.Equal(_store, (await api.DoAsync(new GetService(new ServiceId(deployed.Id)))).Service.Store);
        Assert.StartsWith(
            "403 10021 Secrets store binding authorization failed: the authorization check failed. "
                + "Needs Bind or Edit for the whole account. This token has Bind on single stores.",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Equal("404 10007 worker_not_found", (await api.GetAsync($"{Worker}/deployments")).Error);
    }

    [Fact]
    public async Task An_upload_with_a_secret_value_is_refused_and_the_value_is_not_repeated()
    {
        var canary = "canary-7f3a-9c1e-value";

        var refused = await PutAsync(Upload.Metadata($$"""{"type":"secret_text","name":"API_KEY","text":"{{canary}}"}"""));

        Assert.StartsWith("400 10021 worker_upload_has_value: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("secrets_store_secrets", refused.Error, StringComparison.Ordinal);
        Assert.Equal("/bindings/0", Assert.Single(refused.Pointers));
        var row = await RowAsync(refused);
        Assert.DoesNotContain(canary, refused.Text + row, StringComparison.Ordinal);
        Assert.Equal((Act.Deploy, AuditResult.Failed, "worker_upload_has_value"), (row.Act, row.Result, row.Code));
    }

    [Fact]
    public async Task The_audit_row_of_an_upload_lists_what_was_bound_and_unbound()
    {
        await PutAsync(Upload.Metadata(Upload.Binding("OLD", _store, "KEY")));

        var row = await RowAsync(await PutAsync(Upload.Metadata(Upload.Binding("NEW", _store, "KEY"))));

        Assert.Equal((Act.Deploy, AuditResult.Done, _name, CheckResult.Passed), (row.Act, row.Result, row.TargetName, row.Scope));
        Assert.Contains("\"bound\":\"NEW\"", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"unbound\":\"OLD\"", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_may_have_a_thousand_bindings_but_not_more()
    {
        string[] many = [.. Enumerable.Range(0, 1_001).Select(i => Upload.Binding($"V{i}", _store, "KEY"))];

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(Upload.Metadata(many[1..]))).Status);
        Assert.Equal("400 1003 maximum_bindings_exceeded: max 1000", (await PutAsync(Upload.Metadata(many))).Error);
        Assert.Equal(
            "1000",
            (await api.GetAsync($"{api.Account}/services/{(await api.GetAsync($"{api.Account}/workers/workers/{_name}")).Id}/bindings"))
                .Info.GetProperty("total_count")
                .GetRawText()
        );
    }

    private async Task<Answer> PutAsync(string metadata, string? token = null)
    {
        using var form = Upload.Form(metadata);
        return await api.SendBodyAsync("PUT", $"{Worker}?excludeScript=true&bindings_inherit=strict", form, token ?? api.Edit);
    }

    private async Task<AuditRow> RowAsync(Answer answer) =>
        Assert.Single(
            (
                await api.DoAsync(new ListAudit(new AuditFilter(Search: Assert.Single(answer.Message.Headers.GetValues("X-Request-Id")))))
            ).Rows
        );
}
