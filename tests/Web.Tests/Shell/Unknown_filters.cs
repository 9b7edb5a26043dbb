namespace SecretsDashboard.Web.Tests.Shell;

/// <summary>A list must not appear filtered when its link contains a misspelt filter.</summary>
public sealed class Unknown_filters : IAsyncLifetime
{
    private const string Notice = "This list is not filtered as its address says";

    private readonly WebHost _host = WebHost.SetUp();
    private HtmlClient _owner = null!;

    public async ValueTask InitializeAsync() => _owner = await _host.VisitAsync(WebTemplate.Members[0]);

    [Theory]
    [InlineData("/secrets")]
    [InlineData("/services")]
    [InlineData("/members")]
    [InlineData("/tokens")]
    [InlineData("/audit")]
    public async Task An_unknown_filter_is_named_on_every_list(string list)
    {
        var html = await _owner.ReadAsync($"{list}?nmae=API_KEY&page=1");

        Assert.Contains(Notice, html, StringComparison.Ordinal);
        Assert.Contains(">nmae</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Notice, await _owner.ReadAsync($"{list}?q=x&Page=1"), StringComparison.Ordinal);
        Assert.DoesNotContain(Notice, await _owner.ReadAsync(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_filter_without_a_plain_name_is_not_repeated()
    {
        var html = await _owner.ReadAsync("/secrets?%3Cscript%3E=1&a%20sentence%20with%20a%20secret=1");

        Assert.Contains(Notice, html, StringComparison.Ordinal);
        Assert.DoesNotContain("a sentence with a secret", html, StringComparison.Ordinal);
        Assert.Contains("(another name)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored_on_a_page_that_is_not_a_list() =>
        Assert.DoesNotContain(Notice, await _owner.ReadAsync("/account?from=mail"), StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _host.DisposeAsync();
    }
}
