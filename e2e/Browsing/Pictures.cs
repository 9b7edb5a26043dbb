using Microsoft.Playwright;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Pictures of pages for people, in artifacts/screenshots. They are taken only where the environment variable SCREENSHOTS is 1:
/// nearly half of a page's test would be the drawing of its pictures.</summary>
internal static class Pictures
{
    private static readonly bool AreKept = Environment.GetEnvironmentVariable("SCREENSHOTS") == "1";

    public static async Task KeepPictureAsync(this IPage page, string name)
    {
        if (AreKept)
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
