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

/// <summary>Runs after the others of its host (see <see cref="TrafficChecksLast"/>), so that it searches the traffic of them all.</summary>
public abstract class No_value_leaks(BrowserHost host) : BrowserTest(host), ITrafficCheck
{
    [Fact]
    public async Task No_typed_value_appears_in_the_traffic_the_data_files_or_the_log()
    {
        await CauseFailuresAsync();
        var auditor = await host.Reporter.OpenAsync("/audit");
        await host.ExportAuditAsync(auditor, "CSV");
        await host.ExportAuditAsync(auditor, "JSON lines");

        var received = await host.ReceivedTraffic.AllAsync();
        Assert.True(host.Canaries.Count > 2 && received.Count > 100, "There was too little traffic to prove anything.");
        var parts = received.Concat(await host.Account.ReceivedTraffic.AllAsync()).Concat(await FilesAsync()).ToList();
        var searches = host.Canaries.Select(canary => new CanarySearch(canary)).ToList();
        Assert.Empty(
            parts.SelectMany(part =>
                searches.Select(search => (part.Where, Form: search.FindIn(part.Bytes))).Where(found => found.Form is not null)
            )
        );
    }

    [Fact]
    public async Task The_text_of_a_token_appears_only_in_the_one_frame_that_showed_it()
    {
        var text = await host.MakeTokenAsync(host.Deployer, "searched-for", "Bind");
        await host.CallAsync(text, "GET", "/accounts");
        var auditor = await host.Reporter.OpenAsync("/audit");
        await host.ExportAuditAsync(auditor, "CSV");
        await host.ExportAuditAsync(auditor, "JSON lines");

        var received = await host.ReceivedTraffic.AllAsync();
        var files = await FilesAsync();
        foreach (var search in host.OneTimeValues.Select(shown => new CanarySearch(RandomPartOf(shown))))
        {
            Assert.StartsWith(
                "frame of ",
                Assert.Single(received, part => search.FindIn(part.Bytes) is not null).Where,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(files, file => search.FindIn(file.Bytes) is not null);
        }
    }

    // The prefix and the token's id precede it and a checksum follows: those are not secret.
    private static string RandomPartOf(string token) => token[26..69];

    /// <summary>Values are most at risk where something goes wrong: a name that is taken, no scope, a value too long.</summary>
    private async Task CauseFailuresAsync()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "taken-name", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "taken-name", host.NewCanary(), "", "Workers"));
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

        page = await host.Admin.OpenAsync("/secrets/new"); // Another tab: in this one, what was typed before would come back.
        await page.FillNewSecretAsync(new(host.Store, "no-scope", host.NewCanary(), ""));
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(host.NewCanary() + new string('x', 65_536));
        await page.Checkbox("Workers").CheckAsync();
        await page.Button("Create secret").ClickAsync();
        await page.ExpectTextAsync("longer than 65,536 bytes"); // The server's answer; how long it is, the field says itself.
    }

    private async Task<IReadOnlyList<(string Where, byte[] Bytes)>> FilesAsync()
    {
        List<(string Where, byte[] Bytes)> files = [];
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

        Assert.Contains(files, file => file.Where.EndsWith(".db", StringComparison.Ordinal));
        return files;
    }
}
