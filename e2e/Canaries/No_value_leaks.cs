using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Canaries;

[Collection(nameof(DesktopHost))]
public sealed class No_value_leaks_on_a_desktop(DesktopHost host) : No_value_leaks(host);

[Collection(nameof(PhoneHost))]
public sealed class No_value_leaks_on_a_phone(PhoneHost host) : No_value_leaks(host);

/// <summary>Runs after all other tests of its host, so that it can search their traffic: see <see cref="TrafficChecksLast"/>.</summary>
public abstract class No_value_leaks(BrowserHost host) : BrowserTest(host), ITrafficCheck
{
    // The parts of a token's text: prefix, id, random part, checksum. Only the random part is secret.
    private const int PrefixLength = 4,
        IdLength = 22,
        RandomLength = 43;

    [Fact]
    public async Task No_typed_value_appears_in_the_traffic_the_data_files_or_the_log()
    {
        await CauseFailuresAsync();
        var auditPage = await host.Reporter.OpenAsync("/audit");
        await host.ExportAuditAsync(auditPage, "CSV");
        await host.ExportAuditAsync(auditPage, "JSON lines");

        var received = await host.ReceivedTraffic.AllAsync();
        Assert.True(host.Canaries.Count > 2 && received.Count > 100, "There was too little traffic to prove anything.");
        var parts = received.Concat(await host.Account.ReceivedTraffic.AllAsync()).Concat(await FilesAsync()).ToList();
        var searches = host.Canaries.Select(canary => new CanarySearch(canary)).ToList();
        Assert.Empty(
            parts.SelectMany(part =>
                searches.Select(search => (part.Source, Encoding: search.FindIn(part.Bytes))).Where(found => found.Encoding is not null)
            )
        );
    }

    [Fact]
    public async Task A_value_shown_once_appears_only_in_the_WebSocket_frame_that_delivered_it()
    {
        var text = await host.MakeTokenAsync(host.Deployer, "searched-for", "Bind");
        await host.CallAsync(text, "GET", "/accounts");
        var auditPage = await host.Reporter.OpenAsync("/audit");
        await host.ExportAuditAsync(auditPage, "CSV");
        await host.ExportAuditAsync(auditPage, "JSON lines");

        var received = await host.ReceivedTraffic.AllAsync();
        var files = await FilesAsync();
        foreach (var search in host.OneTimeValues.Select(shown => new CanarySearch(RandomPartOf(shown))))
        {
            Assert.StartsWith(
                "frame of ",
                Assert.Single(received, part => search.FindIn(part.Bytes) is not null).Source,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(files, file => search.FindIn(file.Bytes) is not null);
        }
    }

    private static string RandomPartOf(string token) => token.Substring(PrefixLength + IdLength, RandomLength);

    /// <summary>Submits secrets that fail: a taken name, no scope, a value that is too long.</summary>
    private async Task CauseFailuresAsync()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "taken-name", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "taken-name", host.NewCanary(), "", "Workers"));
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

        page = await host.Admin.OpenAsync("/secrets/new"); // Opens a new tab, because the old one would restore the draft.
        await page.FillNewSecretAsync(new(host.Store, "no-scope", host.NewCanary(), ""));
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(host.NewCanary() + new string('x', 65_536));
        await page.Checkbox("Workers").CheckAsync();
        await page.Button("Create secret").ClickAsync();
        // This message comes from the server; the field only shows the current length.
        await page.ExpectTextAsync("longer than 65,536 bytes");
    }

    private async Task<IReadOnlyList<(string Source, byte[] Bytes)>> FilesAsync()
    {
        List<(string Source, byte[] Bytes)> files = [];
        foreach (
            var file in Directory
                .GetFiles(host.Server.DataDirectory, "*", SearchOption.AllDirectories)
                .Concat([host.Server.Log.File, host.Account.Log.File])
        )
        {
            // The server has its database open.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            files.Add((file, bytes.ToArray()));
        }

        Assert.Contains(files, file => file.Source.EndsWith(".db", StringComparison.Ordinal));
        return files;
    }
}
