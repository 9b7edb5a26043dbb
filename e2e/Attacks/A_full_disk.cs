using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>The disk of the data folder is full to the last byte while services read. A value that can't be audited is not sent, and the
/// server recovers without a restart when space is available.</summary>
public sealed class A_full_disk(Chromium chromium)
{
    private const int Megabytes = 24,
        MaxReads = 1_000;

    private readonly List<string> _left = [];
    private string? _account;

    [Fact]
    public async Task A_full_disk_stops_reads_until_there_is_room_again_and_loses_no_data()
    {
        SmallDisk? disk = null;
        // The reserve would refuse the visitor first.
        var host = DedicatedHost.Make("full-disk", chromium, ("Limits__DiskReserveMegabytes", "0"));
        try
        {
            disk = new SmallDisk(host.Server.DataDirectory, Megabytes);
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

    private async Task RunAsync(DedicatedHost host, SmallDisk disk)
    {
        var (token, credential) = await host.MakeReaderAsync();
        Assert.Equal(200, await ReadAsync(host, credential));
        var form = await host.Owner.OpenAsync("/secrets/new");
        await form.FillNewSecretAsync(new(host.Store, "typed-in-vain", host.NewCanary(), "kept", "Workers"));

        disk.Fill();
        await ReadUntilFullAsync(host, token, credential);
        await AssertReportedAsync(host, token, form);
        Assert.Equal((200, 503), (await ProbeAsync(host, "/healthz"), await ProbeAsync(host, "/readyz")));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(503, await ReadAsync(host, credential));
        }

        disk.Free();
        Assert.Equal(200, await ReadAsync(host, credential));
        Assert.Equal(200, (await ListAsync(host, token)).Status);
        await ReadyAgainAsync(host);
        await form.Button("Create secret").ClickAsync();
        await Expect(form).Not.ToHaveURLAsync(new Regex("/secrets/new"));
        await Expect((await host.Owner.OpenSecretsAsync("typed-in-vain")).RowOf("typed-in-vain")).ToHaveCountAsync(1);
        await AssertIntactAsync(host);
    }

    // The log before the data has some room of its own that is used up first, and in
    // what a longer row leaves of it a shorter one may still fit.
    private async Task ReadUntilFullAsync(DedicatedHost host, string token, string credential)
    {
        var inARow = 0;
        for (var i = 0; inARow < 10; i++)
        {
            Assert.True(i < MaxReads, $"{MaxReads} reads went through although the disk is full.");
            var isFull = await ReadAsync(host, credential) == 503 && (await ListAsync(host, token)).Status == 503;
            inARow = isFull ? inARow + 1 : 0;
        }
    }

    private async Task AssertReportedAsync(DedicatedHost host, string token, IPage form)
    {
        var (status, body) = await ListAsync(host, token);
        Assert.True(status == 503, body);
        Assert.Contains("\"success\":false", body, StringComparison.Ordinal);

        await form.Button("Create secret").ClickAsync();
        await form.ExpectTextAsync("The server can't write to its storage now");
        await Expect(form.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("typed-in-vain");
        await Expect(form.GetByLabel("Comment")).ToHaveValueAsync("kept");

        var page = await host.Owner.OpenAsync("/services");
        await page.ExpectTextAsync("The server can't write to its storage now");
        await page.CloseAsync();

        var login = await (await host.NewPersonAsync(host.Owner.Email)).OpenStaticAsync("/login");
        await login.FillSignInAsync(host.Owner.Email, host.Owner.Password);
        await login.ExpectTextAsync("The storage is unavailable");
        await host.Server.Log.LineAsync(
            $"Request {await login.Locator("code.sd-mono").InnerTextAsync()} failed",
            TestContext.Current.CancellationToken
        );
        await login.CheckAppearanceAsync("storage-unavailable", host.Viewport);
        await login.SetViewportSizeAsync(Viewport.Phone.Size.Width, Viewport.Phone.Size.Height);
        await login.CheckAppearanceAsync("storage-unavailable", Viewport.Phone);
        await login.CloseAsync();
    }

    private static async Task<int> ProbeAsync(DedicatedHost host, string address)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(host.Server.Address, address));
        return (int)answer.StatusCode;
    }

    // It looks at the storage once in five seconds.
    private static async Task ReadyAgainAsync(DedicatedHost host)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await ProbeAsync(host, "/readyz") != 200)
        {
            Assert.True(await often.WaitForNextTickAsync(timeout.Token));
        }
    }

    /// <summary>A program's request that leaves a row.</summary>
    private async Task<(int Status, string Body)> ListAsync(DedicatedHost host, string token) =>
        await host.CallAsync(token, "GET", $"/accounts/{_account ??= await host.AccountAsync(token)}/members");

    private async Task<int> ReadAsync(DedicatedHost host, string credential)
    {
        var (status, requestId, body) = await host.ReadWholeAsync(credential, "KEY");
        if (status == 200)
        {
            _left.Add(requestId);
        }
        else
        {
            Assert.Equal((503, """{"error":"storage_unavailable"}"""), (status, body));
        }
        return status;
    }

    private async Task AssertIntactAsync(DedicatedHost host)
    {
        await host.Server.KillAsync();
        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();

        Assert.Equal("ok", await FirstAsync(database, "PRAGMA integrity_check"));
        Assert.Equal("", await FirstAsync(database, "SELECT group_concat(\"table\", ', ') FROM pragma_foreign_key_check"));
        var rows = await host.ResolvedAsync();
        Assert.DoesNotContain(_left, id => !rows.Contains(id));
        Assert.Equal("1", await FirstAsync(database, "SELECT COUNT(*) FROM Secrets WHERE Name = 'typed-in-vain'"));
    }

    private static async Task<string> FirstAsync(SqliteConnection database, string sql)
    {
        await using var ask = database.CreateCommand();
        ask.CommandText = sql;
        return Convert.ToString(await ask.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
