using Microsoft.Playwright;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Screenshots of pages, in artifacts/screenshots. They are taken only if the environment variable SCREENSHOTS is 1, because they
/// take nearly half the time of a page's test.</summary>
internal static class Screenshots
{
    private static readonly bool AreEnabled = Environment.GetEnvironmentVariable("SCREENSHOTS") == "1";

    public static async Task SaveScreenshotAsync(this IPage page, string name)
    {
        if (AreEnabled)
        {
            var path = Path.Combine(Repository.Artifacts("screenshots"), $"{name}.png");
            await page.ScreenshotAsync(
                new()
                {
                    Path = path,
                    FullPage = true,
                    Animations = ScreenshotAnimations.Disabled,
                }
            );
        }
    }
}
