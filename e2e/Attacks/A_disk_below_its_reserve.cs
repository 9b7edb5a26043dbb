using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>The disk under the data gets fuller: unauthenticated clients are refused first, then
/// what adds much, and services that read only when no row fits any more.</summary>
public sealed class A_disk_below_its_reserve(Chromium chromium)
{
    private const int Megabyte = 1024 * 1024,
        Disk = 64,
        Reserve = 24;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_disk_below_its_reserve_refuses_anonymous_requests_first_then_new_values_and_reads_last()
    {
        SmallDisk? disk = null;
        var host = DedicatedHost.Make("disk-reserve", chromium, ("Limits__DiskReserveMegabytes", $"{Reserve}"));
        try
        {
            disk = new SmallDisk(host.Server.DataDirectory, Disk);
            Assert.SkipWhen(disk.SkipReason is not null, $"No small disk can be mounted here: {disk.SkipReason}");
            await host.InitializeAsync();
            await RunAsync(host, disk);
        }
        finally
        {
            await host.Server.KillAsync();
            disk?.Dispose();
            await host.DisposeAsync();
        }
    }

    private static async Task RunAsync(DedicatedHost host, SmallDisk disk)
    {
        var (_, credential) = await host.MakeReaderAsync();
        var token = (await host.Server.ConsoleAsync("token", "create", "--name", "keeps", "--level", "manage"))
            .Output.Trim()
            .Split(Environment.NewLine)[^1];
        var secrets = await SecretsAsync(host, token);
        await AnswersAsync([200, 400, 410, 401, 200], host, token, credential, secrets, "before");

        disk.FillBut(Reserve * 3 / 4 * Megabyte);
        await UntilAsync(async () => await VisitAsync(host, "GET", "/invitation/forged") == 503);
        await AnswersAsync([200, 503, 503, 429, 200], host, token, credential, secrets, "low");
        await AssertHomeShowsAsync(host, "are refused; new values, uploads and exports of the audit log follow", "disk-low");

        disk.FillBut(Reserve / 4 * Megabyte);
        await UntilAsync(async () => await CreateAsync(host, token, secrets, Guid.NewGuid().ToString("N")) == 503);
        await AnswersAsync([503, 503, 503, 429, 200], host, token, credential, secrets, "very-low");
        await AssertHomeShowsAsync(host, "new values, uploads and exports of the audit log are refused", "disk-very-low");
        await AssertVisitorsSeeAsync(host);

        disk.Fill();
        await UntilAsync(async () => await host.ReadAsync(credential, "KEY") == 503);

        disk.Free();
        await UntilAsync(async () => await host.ReadAsync(credential, "KEY") == 200);
        await UntilAsync(async () => await VisitAsync(host, "GET", "/invitation/forged") == 410);
        await AnswersAsync([200, 400, 410, 401, 200], host, token, credential, secrets, "after");
    }

    /// <param name="statuses">To a new value, a visitor's post and link, a program with a guessed token, and a service that reads.</param>
    private static async Task AnswersAsync(
        int[] statuses,
        DedicatedHost host,
        string token,
        string credential,
        string secrets,
        string round
    )
    {
        var create = await CreateAsync(host, token, secrets, round);
        var post = await VisitAsync(host, "POST", "/login");
        var link = await VisitAsync(host, "GET", "/invitation/forged");
        var (guess, _) = await host.CallAsync("sdt_guess", "GET", "/accounts");
        var read = await host.ReadAsync(credential, "KEY");
        Assert.Equal(statuses, new[] { create, post, link, guess, read });
        Assert.Equal(200, await VisitAsync(host, "GET", "/readyz"));
    }

    private static async Task<int> CreateAsync(DedicatedHost host, string token, string secrets, string name) =>
        (
            await host.CallAsync(
                token,
                "POST",
                secrets,
                JsonSerializer.Serialize(
                    new[]
                    {
                        new
                        {
                            name,
                            value = host.NewCanary(),
                            scopes = new[] { "workers" },
                        },
                    }
                )
            )
        ).Status;

    private static async Task<int> VisitAsync(DedicatedHost host, string method, string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(host.Server.Address, path)));
        return (int)answer.StatusCode;
    }

    private static async Task<string> SecretsAsync(DedicatedHost host, string token)
    {
        var account = await host.AccountAsync(token);
        var (_, body) = await host.CallAsync(token, "GET", $"/accounts/{account}/secrets_store/stores");
        var store = JsonDocument.Parse(body).RootElement.GetProperty("result")[0].GetProperty("id").GetString();
        return $"/accounts/{account}/secrets_store/stores/{store}/secrets";
    }

    private static async Task AssertHomeShowsAsync(DedicatedHost host, string expected, string screenshot)
    {
        var page = await host.Owner.OpenAsync("/");
        await page.ExpectTextAsync(expected);
        await page.CheckAppearanceAsync(screenshot, host.Viewport);
        await page.SetViewportSizeAsync(Viewport.Phone.Size.Width, Viewport.Phone.Size.Height);
        await page.CheckAppearanceAsync(screenshot, Viewport.Phone);
        await page.CloseAsync();
    }

    private static async Task AssertVisitorsSeeAsync(DedicatedHost host)
    {
        var page = await (await host.NewPersonAsync("mallory@example.org")).OpenStaticAsync("/invitation/forged");
        await page.ExpectTextAsync("The server is short of disk space");
        await page.CheckAppearanceAsync("short-of-disk-space", host.Viewport);
        await page.CloseAsync();
    }

    // The measured free space is up to a second old.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); )
        {
            Assert.True(waited.Elapsed < MaxWait, "It did not become so.");
        }
    }
}
