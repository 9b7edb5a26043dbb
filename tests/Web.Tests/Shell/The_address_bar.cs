using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

/// <summary>A browser takes a moment to go where it is sent; here it takes as long as the test wants.</summary>
public sealed class The_address_bar
{
    private readonly SlowBrowser _browser = new();
    private readonly AddressBar _address;

    public The_address_bar() => _address = new AddressBar(_browser);

    [Fact]
    public void A_change_of_the_address_keeps_an_earlier_change_that_is_still_pending()
    {
        _address.Change("q", "key", replace: true);
        _address.Change("scope", "workers");

        Assert.Equal(["secrets?q=key", "secrets?q=key&scope=workers"], _browser.Sent);
    }

    [Fact]
    public void A_change_builds_on_the_last_change_even_when_an_earlier_one_arrives()
    {
        _address.Change("q", "key");
        _address.Change("scope", "workers");
        _browser.Arrive("secrets?q=key");
        _address.Change("status", "active");

        Assert.Equal("secrets?q=key&scope=workers&status=active", _browser.Sent[^1]);
    }

    [Fact]
    public void A_change_starts_from_the_open_page_after_a_navigation_elsewhere()
    {
        _address.Change("q", "key");
        _browser.Arrive("audit?result=refused&page=3");
        _address.Change("act", "bind");

        Assert.Equal("audit?result=refused&act=bind", _browser.Sent[^1]);
    }

    private sealed class SlowBrowser : NavigationManager
    {
        public SlowBrowser() => Initialize("http://localhost/", "http://localhost/secrets");

        public List<string> Sent { get; } = [];

        public void Arrive(string path)
        {
            Uri = BaseUri + path;
            NotifyLocationChanged(isInterceptedLink: false);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options) => Sent.Add(ToBaseRelativePath(uri));
    }
}
