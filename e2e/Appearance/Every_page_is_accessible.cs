using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class Every_page_is_accessible_on_a_desktop(DesktopHost host) : Every_page_is_accessible(host);

[Collection(nameof(PhoneHost))]
public sealed class Every_page_is_accessible_on_a_phone(PhoneHost host) : Every_page_is_accessible(host);

/// <summary>axe finds no violation on any page, in either theme.</summary>
public abstract class Every_page_is_accessible(BrowserHost host) : BrowserTest(host)
{
    [Theory]
    [InlineData("home", "/")]
    [InlineData("secrets", "/secrets")]
    [InlineData("secrets-no-match", "/secrets?q=nothing-is-called-so")]
    [InlineData("secret-new", "/secrets/new")]
    [InlineData("stores", "/stores")]
    [InlineData("services", "/services")]
    [InlineData("members", "/members")]
    [InlineData("roles", "/roles")]
    [InlineData("tokens", "/tokens")]
    [InlineData("tokens-no-match", "/tokens?of=all&q=nothing-is-called-so")]
    [InlineData("audit", "/audit")]
    [InlineData("account", "/account")]
    [InlineData("not-found", "/there-is-no-such-page")]
    public async Task The_pages_for_members_are_accessible(string name, string path)
    {
        var page = await host.Owner.Context.NewPageAsync();
        await page.GotoAsync(path);
        await page.CheckAppearanceAsync(name, host.Viewport);
    }

    [Theory]
    [InlineData("login", "/login")]
    [InlineData("invitation-forged", "/invitation/forged")]
    [InlineData("setup-closed", "/setup")]
    public async Task The_pages_for_everyone_are_accessible(string name, string path)
    {
        var visitor = await host.NewPersonAsync("passer.by@example.org");
        var page = await visitor.OpenStaticAsync(path);
        await page.CheckAppearanceAsync(name, host.Viewport);
    }
}
