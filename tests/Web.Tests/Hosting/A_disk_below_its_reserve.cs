using System.Net;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>The reserve is larger than any disk here.</summary>
public sealed class A_disk_below_its_reserve : IAsyncLifetime
{
    private readonly RecordingLog _log = new();
    private readonly ApiWebHost _api;
    private readonly ApiWebHost _withoutReserve = new(("Limits:DiskReserveMegabytes", "0"));

    public A_disk_below_its_reserve() => _api = new(("Limits:DiskReserveMegabytes", "4000000000")) { Log = _log };

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        await _withoutReserve.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _withoutReserve.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/login")]
    [InlineData("POST", "/setup")]
    [InlineData("POST", "/logout")]
    [InlineData("GET", "/invitation/forged")]
    [InlineData("POST", "/not-found")]
    public async Task Pages_refuse_visitors_without_a_session_and_leave_no_row_while_the_disk_is_low(string method, string path)
    {
        using var client = _api.Host.Visit();
        var before = _api.Host.Rows();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var answer = await client.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("60", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Contains("The server is short of disk space", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, _api.Host.Rows());
        Assert.Single(_log.Lines, l => l.Contains("Limits:DiskReserveMegabytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/client/v4/accounts")]
    [InlineData("/runtime/v1/bindings")]
    [InlineData("/gateway/v1/a/openai/v1")]
    public async Task Programs_without_a_valid_credential_are_refused_without_a_row_while_the_disk_is_low(string path)
    {
        var before = _api.Host.Rows();

        using var client = _api.Host.Visit();
        client.Client.DefaultRequestHeaders.Authorization = new("Bearer", "sdt_guess");
        var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("60", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Equal(before, _api.Host.Rows());
    }

    [Fact]
    public async Task Programs_with_a_valid_token_are_refused_only_new_values_while_the_disk_is_low()
    {
        var store = _api.Stores;
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync(store, _api.Edit)).Status);
        var made = await _api.SendAsync("POST", store, """{"name":"production"}""", _api.Edit);
        Assert.Equal(HttpStatusCode.OK, made.Status);

        var refused = await _api.SendAsync(
            "POST",
            $"{store}/{made.Id}/secrets",
            """[{"name":"A","value":"v","scopes":["workers"]}]""",
            _api.Edit
        );

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("storage_low", refused.Text, StringComparison.Ordinal);
        Assert.Contains("short of disk space", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/login")]
    [InlineData("/app.css")]
    public async Task Health_checks_and_pages_that_write_nothing_work_while_the_disk_is_low(string path)
    {
        using var client = _api.Host.Visit();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_disk_reserve_of_zero_refuses_nothing()
    {
        using var client = _withoutReserve.Host.Visit();

        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync("/invitation/forged")).StatusCode);
        Assert.Equal(200, (await (await Reader.MakeAsync(_withoutReserve)).GetAsync()).Status);
    }
}
