using Microsoft.AspNetCore.Http;
using SecretsDashboard.Web.Tests.Runtime;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>Where they come from, and what becomes of callers when they don't. Each test has an issuer and a program of its own.</summary>
public sealed class The_keys_of_an_issuer : IAsyncLifetime
{
    private const string Unavailable = """{"error":"issuer_unavailable"}""";

    private readonly WorkloadWebHost _cluster = new();
    private Reader _reader = null!;

    private LocalIssuer Issuer => _cluster.Issuer;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _reader = await _cluster.ReaderAsync("mine");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task The_keys_of_an_issuer_are_read_once_for_all_waiting_callers_and_then_kept()
    {
        Assert.Equal(0, Issuer.Readings);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync()));

        Assert.All(statuses, response => Assert.Equal(200, response.Status));
        Assert.Equal(1, Issuer.Readings);
    }

    [Fact]
    public async Task The_keys_are_read_again_for_an_unknown_key_but_not_for_every_invented_key()
    {
        await AskAsync();
        using var old = Issuer.Key;
        Issuer.Key = SigningKey.Rsa("second");
        _cluster.Time.Advance(IssuerKeys.Pause);

        Assert.Equal(200, (await AskAsync()).Status);
        Assert.Equal(2, Issuer.Readings);
        Assert.Equal(401, (await _reader.GetWithAsync((_cluster.Jwt with { Subject = "mine" }).By(Issuer.Address, old))).Status);
        foreach (var kid in Enumerable.Range(0, 50))
        {
            Assert.Equal(401, (await _reader.GetWithAsync(Issuer.Sign(ValidJwt with { Kid = $"invented-{kid}" }))).Status);
        }

        Assert.Equal(2, Issuer.Readings);
        Assert.Equal(200, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_slow_issuer_delays_no_caller_for_more_than_five_seconds()
    {
        using var released = new CancellationTokenSource();
        Issuer.Override = context =>
            Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, released.Token).Token);

        var waiting = AskAsync();
        await Issuer.WaitForRequestAsync();
        var others = new[] { await _reader.GetAsync(), await AskOtherIssuerAsync() };
        Assert.False(waiting.IsCompleted);
        _cluster.Time.Advance(IssuerKeys.ReadTimeout);
        var held = await waiting;
        var at = Issuer.Readings;
        var next = await AskAsync(); // Not held up again: it was just tried.

        Assert.All(others, response => Assert.Equal(200, response.Status));
        Assert.All([held, next], response => Assert.Equal((503, Unavailable), (response.Status, response.Text)));
        Assert.Equal(at, Issuer.Readings);
        await released.CancelAsync();
    }

    [Fact]
    public async Task The_keys_are_read_again_once_the_issuer_is_available()
    {
        Issuer.Override = Broken;
        var before = _cluster.Api.Host.Rows();
        Assert.Equal((503, Unavailable), await AskAsync() is var response ? (response.Status, response.Text) : default);
        Assert.Equal(before + 1, _cluster.Api.Host.Rows());
        Issuer.Override = null;
        Assert.Equal(503, (await AskAsync()).Status);

        _cluster.Time.Advance(IssuerKeys.Pause);

        Assert.Equal(200, (await AskAsync()).Status);
    }

    [Fact]
    public async Task Known_keys_keep_working_while_the_issuer_is_down()
    {
        await AskAsync();
        Issuer.Override = Broken;
        _cluster.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(200, (await _reader.GetAsync()).Status); // A member's session would end without an act.

        Assert.Equal(200, (await AskAsync()).Status);
        Assert.Equal(401, (await _reader.GetWithAsync(Issuer.Sign(ValidJwt with { Kid = "unknown" }))).Status);
        Assert.Equal(200, (await AskAsync()).Status);
    }

    [Fact]
    public async Task The_keys_are_refreshed_after_an_hour_without_delaying_callers()
    {
        await AskAsync();
        using var old = Issuer.Key;
        Issuer.Key = SigningKey.Rsa("second");
        _cluster.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        Assert.Equal(200, (await _reader.GetWithAsync((_cluster.Jwt with { Subject = "mine" }).By(Issuer.Address, old))).Status);
        await Issuer.WaitForRequestAsync();
        await Issuer.WaitForRequestAsync();

        Assert.Equal(200, (await AskAsync()).Status);
        Assert.Equal(401, (await _reader.GetWithAsync((_cluster.Jwt with { Subject = "mine" }).By(Issuer.Address, old))).Status);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"first","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}]}""")]
    [InlineData("<html></html>")]
    public async Task An_answer_without_a_usable_key_set_makes_the_issuer_unavailable(string instead)
    {
        Issuer.Override = context => context.Response.WriteAsync(instead);

        Assert.Equal((503, Unavailable), await AskAsync() is var response ? (response.Status, response.Text) : default);
    }

    [Fact]
    public async Task Key_sets_that_are_too_weak_too_large_or_from_elsewhere_are_not_trusted()
    {
        using var small = SigningKey.Rsa("first", 1_024);
        await AssertUnavailableAsync(context => context.Response.WriteAsync(SigningKey.Set(small)));
        await AssertUnavailableAsync(context => context.Response.WriteAsync(SigningKey.Set(Issuer.Key) + new string(' ', 1024 * 1024)));
        await AssertUnavailableAsync(context =>
        {
            context.Response.Redirect($"{Issuer.Address}/.well-known/openid-configuration");
            return Task.CompletedTask;
        });
        Issuer.Claims = "https://another.example";
        await AssertUnavailableAsync(null);
    }

    private Jwt ValidJwt => _cluster.Jwt with { Subject = "mine" };

    private Task<RuntimeResponse> AskAsync() => _reader.GetWithAsync(Issuer.Sign(ValidJwt));

    private async Task<RuntimeResponse> AskOtherIssuerAsync()
    {
        var reader = await _cluster.ReaderAsync("other", WorkloadWebHost.OfSetting);
        return await reader.GetWithAsync((_cluster.Jwt with { Subject = "other" }).By(WorkloadWebHost.OfSetting, _cluster.SettingKey));
    }

    private async Task AssertUnavailableAsync(Func<HttpContext, Task>? instead)
    {
        Issuer.Override = instead;
        _cluster.Time.Advance(IssuerKeys.Pause);
        Assert.Equal((503, Unavailable), await AskAsync() is var response ? (response.Status, response.Text) : default);
    }

    private static Task Broken(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }
}
