using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>A test in a host: when it ends, its tabs are closed, and where it failed they are photographed first.</summary>
public abstract class BrowserTest(BrowserHost host) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var (page, number) in host.OpenPages().Select((page, number) => (page, number)))
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                await SaveEvidenceAsync(page, number);
            }

            await page.CloseAsync();
        }

        await host.CloseOtherBrowsersAsync();
    }

    private static async Task SaveEvidenceAsync(IPage page, int number)
    {
        var test = Regex.Replace(TestContext.Current.Test?.TestDisplayName ?? "test", @"[^\w]+", "_");
        var path = Path.Combine(Repository.Artifacts("failures"), $"{test[Math.Max(0, test.Length - 150)..]}-{number}.png");
        try
        {
            await page.ScreenshotAsync(
                new()
                {
                    Path = path,
                    FullPage = true,
                    Timeout = 5_000,
                }
            );
        }
        catch (Exception fault) when (fault is PlaywrightException or TimeoutException)
        {
            await File.WriteAllTextAsync(Path.ChangeExtension(path, ".txt"), $"{page.Url} could not be photographed: {fault.Message}");
        }
    }
}
