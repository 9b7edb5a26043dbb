using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class The_palette : ComponentTest
{
    [Fact]
    public async Task The_palette_finds_pages_and_secrets()
    {
        var id = await Host.SecretAsync(await Host.StoreAsync(), "AUDITOR_KEY");
        var screen = Host.ScreenOf(Host.Reporter).Open<ForbiddenPage>("/forbidden");

        screen.TypeInto("[data-jump-field]", "audit");

        screen.Wait(() => Assert.Equal(["audit", $"secrets/{id}"], screen.All("[data-jump-item]").Select(a => a.GetAttribute("href"))));
        Assert.Equal("2 results", screen.All("#jump [role=status]")[0].TextContent);
    }

    [Fact]
    public void The_palette_says_when_nothing_matches()
    {
        var screen = Host.ScreenOf(Host.Reporter).Open<ForbiddenPage>("/forbidden");

        screen.TypeInto("[data-jump-field]", "zzzz");

        screen.Wait(() => Assert.Equal("Nothing matches. Try fewer letters.", screen.All("#jump [role=status]")[0].TextContent));
    }
}
