using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A Reporter who has got hold of what a Super Administrator's page and circuit are made of.</summary>
[Collection(nameof(DesktopHost))]
public sealed class Circuits_of_another_member(DesktopHost host) : BrowserTest(host)
{
    private Uri Address => new(host.Server.Address, "/members");

    [Fact]
    public async Task A_reporter_cannot_take_over_a_super_administrators_circuit_by_its_id()
    {
        var page = await host.Owner.Context.NewPageAsync();
        var id = IdOf(page);
        await page.NavigateAsync("/members");
        var reporter = await Circuits_under_attack.CookieAsync(host.Reporter);

        await using var attacker = await Circuits_under_attack.OpenAsync(host.Server.Address, reporter);
        Assert.False(await attacker.ConnectAsync(await id));
        Assert.Empty(attacker.RenderedText);

        await page.Button("Invite member").ClickAsync(); // The owner's page is still the owner's.
        await page.ExpectTextAsync("Create invitation");
    }

    [Fact]
    public async Task The_components_of_a_page_show_no_data_in_the_circuit_of_another_member()
    {
        var (owner, reporter) = (
            await Circuits_under_attack.CookieAsync(host.Owner),
            await Circuits_under_attack.CookieAsync(host.Reporter)
        );

        Assert.Contains("Invite member", await RenderAsync(owner, pageOf: owner), StringComparison.Ordinal);
        foreach (var (cookie, pageOf) in new[] { (owner, reporter), (reporter, owner) })
        {
            var rendered = await RenderAsync(cookie, pageOf);

            Assert.Contains("another sign-in", rendered, StringComparison.Ordinal);
            Assert.DoesNotContain(host.Owner.Email, rendered, StringComparison.Ordinal);
            Assert.DoesNotContain("Invite member", rendered, StringComparison.Ordinal);
        }
    }

    private async Task<string> RenderAsync(string cookie, string pageOf)
    {
        await using var circuit = await Circuits_under_attack.OpenAsync(host.Server.Address, cookie);
        await circuit.StartAsync(Address);
        await circuit.RenderAsync(await Circuits_under_attack.PageAsync(Address, pageOf));
        return circuit.RenderedText;
    }

    /// <summary>The id that the server gives to the page's circuit, as an extension of the browser sees it.</summary>
    private static Task<string> IdOf(IPage page)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
            {
                var ids =
                    frame.Binary is { } bytes && bytes[0] != '{'
                        ? BlazorPack.Read(bytes).Select(message => message is [3L, _, _, 3L, string id] ? id : null)
                        : [];
                if (ids.FirstOrDefault(id => id is { Length: > 100 }) is { } circuit)
                {
                    found.TrySetResult(circuit);
                }
            };
        return found.Task.WaitAsync(TimeSpan.FromMilliseconds(LivePage.TimeoutMilliseconds));
    }
}
