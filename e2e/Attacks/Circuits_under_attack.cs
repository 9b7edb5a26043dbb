using System.Net;
using System.Net.WebSockets;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A circuit acts with the rights of its member: another site's page or an unauthenticated client must not
/// open or take over a circuit, and one session must not open too many.</summary>
public sealed class Circuits_under_attack(Chromium chromium)
{
    [Fact]
    public async Task A_page_on_another_port_cannot_open_a_circuit_or_send_a_form_with_the_victims_cookie()
    {
        await using var host = await DedicatedHost.OpenAsync("other-port", chromium);
        await using var other = new OtherSite();
        var own = await host.Owner.OpenAsync("/roles");
        var evil = await host.Owner.Context.NewPageAsync(); // In the victim's browser, so with the victim's cookie.
        await evil.GotoAsync(other.Address.AbsoluteUri);

        Assert.Equal("open", await TryToOpenAsync(own, host));
        Assert.Equal("refused", await TryToOpenAsync(evil, host));
        foreach (var path in new[] { "/_blazor/negotiate?negotiateVersion=1", "/logout", "/login" })
        {
            Assert.Equal(403, await PostFormAsync(host.Owner, other.Address, new Uri(host.Server.Address, path)));
        }

        var cookie = await CookieAsync(host.Owner);
        foreach (
            var origin in new[]
            {
                other.Address.GetLeftPart(UriPartial.Authority),
                "http://evil.example:1",
                "http://127.0.0.1",
                "http://localhost",
                "https://127.0.0.1",
                "null",
            }
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, await RawSocketAsync(host.Server.Address, cookie, origin));
        }
        Assert.Equal(
            HttpStatusCode.SwitchingProtocols,
            await RawSocketAsync(host.Server.Address, cookie, host.Server.Address.GetLeftPart(UriPartial.Authority).ToUpperInvariant())
        );

        await own.NavigateAsync("/account"); // Still signed in, and the next page shows no notice of the refused connections.
        await Expect(own.Locator("#connection-refused")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_thousand_circuits_of_one_session_stop_at_the_limit_and_do_not_affect_another_session()
    {
        await using var host = await DedicatedHost.OpenAsync("thousand-circuits", chromium);
        var address = new Uri(host.Server.Address, "/members");
        var cookie = await CookieAsync(host.Owner);
        var markers = await PageAsync(address, cookie);
        var open = new List<RawCircuit>();
        for (var i = 0; i < 1_000; i++)
        {
            var circuit = await OpenAsync(host.Server.Address, cookie);
            if (await circuit.StartAsync(address) is null)
            {
                await circuit.DisposeAsync();
                continue;
            }
            open.Add(circuit);
        }
        Assert.Equal(50, open.Count);
        await open[0].RenderAsync(markers);
        Assert.Contains("Invite member", open[0].RenderedText, StringComparison.Ordinal); // The open circuits keep working.

        // The page shows why it can't be used, also after a reload; another session is not affected.
        var page = await host.Owner.OpenStaticAsync("/roles");
        await page.ExpectTextAsync("Too many pages are open");
        var otherBrowser = await host.NewPersonAsync(host.Owner.Email);
        otherBrowser.Password = host.Owner.Password;
        await otherBrowser.SignInAsync();
        await otherBrowser.OpenAsync("/members");

        foreach (var circuit in open)
        {
            await circuit.DisposeAsync();
        }
        await ReloadUntilInteractiveAsync(page);
        await Expect(page.Locator("#connection-refused")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_page_behind_a_misconfigured_proxy_names_the_setting_at_once_and_on_the_next_page()
    {
        await using var host = await DedicatedHost.OpenAsync("wrong-proxy", chromium);
        await using var proxy = new HostReplacingProxy(host.Server.Address);
        var page = await host.Owner.Context.NewPageAsync();

        await page.GotoAsync(new Uri(proxy.Address, "/roles").AbsoluteUri);
        // The script requests the reason as soon as the connection is refused.
        await page.ExpectTextAsync("The server refuses this page's live connection");
        await page.ExpectTextAsync(proxy.Address.GetLeftPart(UriPartial.Authority));
        await page.ExpectTextAsync("PublicOrigins");
        await Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();

        // The next page, opened through a link, shows the notice without a refused connection of its own.
        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).First.ClickAsync();
        await page.ExpectTextAsync("The server refuses this page's live connection");
        Assert.Contains("live connection(s)", host.Server.Log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Opens a circuit's connection with a given cookie, without a browser.</summary>
    internal static async Task<RawCircuit> OpenAsync(Uri server, string cookie)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie);
        await socket.ConnectAsync(SocketAddress(server), TestContext.Current.CancellationToken);
        return await RawCircuit.HandshakeAsync(socket);
    }

    internal static async Task<string> PageAsync(Uri address, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return await client.GetStringAsync(address, TestContext.Current.CancellationToken);
    }

    internal static async Task<string> CookieAsync(Person person) =>
        string.Join(
            "; ",
            (await person.Context.CookiesAsync())
                .Where(c => c.Name.EndsWith("-session", StringComparison.Ordinal))
                .Select(c => $"{c.Name}={c.Value}")
        );

    private static Uri SocketAddress(Uri server) => new UriBuilder(server) { Scheme = "ws", Path = "/_blazor" }.Uri;

    private static async Task<HttpStatusCode> RawSocketAsync(Uri server, string cookie, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(SocketAddress(server), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The status code shows the reason.
        }
        return socket.HttpStatusCode;
    }

    private static Task<string> TryToOpenAsync(IPage from, BrowserHost host) =>
        from.EvaluateAsync<string>(
            """
            address => new Promise(done => {
              const socket = new WebSocket(address);
              socket.onopen = () => { done("open"); socket.close(); };
              socket.onerror = () => done("refused");
            })
            """,
            SocketAddress(host.Server.Address).AbsoluteUri
        );

    /// <summary>Opens a page in the victim's browser that submits a form to another address.</summary>
    private static async Task<int> PostFormAsync(Person victim, Uri from, Uri to)
    {
        var page = await victim.Context.NewPageAsync();
        await page.GotoAsync(from.AbsoluteUri);
        var response = await page.RunAndWaitForResponseAsync(
            () =>
                page.EvaluateAsync(
                    """
                    address => {
                      const form = document.body.appendChild(document.createElement("form"));
                      [form.method, form.action] = ["post", address];
                      form.submit();
                    }
                    """,
                    to.AbsoluteUri
                ),
            r => r.Url == to.AbsoluteUri
        );
        var status = response.Status;
        await page.CloseAsync();
        return status;
    }

    // Until the server detects that the connections are closed, a reloaded page may still be refused.
    private static async Task ReloadUntilInteractiveAsync(IPage page)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await page.ReloadAsync();
            var live = page.Locator("html[data-ready=true]");
            await Expect(live.Or(page.Locator("#connection-refused")).First).ToBeAttachedAsync();
            if (await live.CountAsync() > 0)
            {
                return;
            }
        }
        await page.WaitUntilInteractiveAsync();
    }
}
