using System.Globalization;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Hosts;
using SecretsDashboard.E2E.Running;
using SecretsDashboard.PageCosts;

// Prints one table: bytes of the first page load, time until it is live, and the server's memory per open list page.
const int Loads = 10;
const int OpenPages = 20;
const int Rows = 25;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var pipe = $"page-costs-{Environment.ProcessId}";
var (email, password) = ("owner@example.org", Canary.New());
await using var server = new ServerProcess(
    "page-costs",
    new Dictionary<string, string>
    {
        ["Bootstrap__Email"] = email,
        ["Bootstrap__Password"] = password,
        ["DOTNET_STARTUP_HOOKS"] = typeof(ServerMemory).Assembly.Location,
        [StartupHook.PipeSetting] = pipe,
    }
);
await server.StartAsync();
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(
    new()
    {
        ExecutablePath = BrowserProgram.Find(),
        ChromiumSandbox = false,
        Args = BrowserProgram.Quiet,
    }
);

await using var context = await browser.NewContextAsync(new() { BaseURL = server.Address.AbsoluteUri });
var owner = new Person(email, password, context);
await owner.SignInAsync();
var session = await context.StorageStateAsync();
var coldServer = await LoadAsync("/secrets/new");
await SeedAsync();
var login = await LoadAsync("/login", signedIn: false);
List<FirstLoad> lists = [];
for (var load = 0; load < Loads; load++)
{
    lists.Add(await LoadAsync("/secrets"));
}

var (perPage, afterClosing) = await MemoryAsync();
Report();
return 0;

async Task<FirstLoad> LoadAsync(string path, bool signedIn = true)
{
    await using var fresh = await browser.NewContextAsync(
        new() { BaseURL = server.Address.AbsoluteUri, StorageState = signedIn ? session : null }
    );
    return await FirstLoad.OfAsync(fresh, path);
}

async Task SeedAsync()
{
    var page = await owner.OpenAsync("/stores");
    await page.CreateStoreAsync("production");
    await page.CloseAsync();
    for (var row = 1; row <= Rows; row++)
    {
        await owner.CreateSecretAsync(
            new("production", $"secret-number-{row:00}", Canary.New(), "One row of the list that is measured", "Workers", "Access")
        );
    }
}

async Task<(ServerMemory PerPage, ServerMemory AfterClosing)> MemoryAsync()
{
    await (await owner.OpenAsync("/secrets")).CloseAsync();
    var before = await ServerMemory.ReadAsync(server, pipe);
    List<IPage> open = [];
    for (var number = 0; number < OpenPages; number++)
    {
        var page = await owner.OpenAsync("/secrets");
        await page.RowOf("secret-number-01").WaitForAsync();
        open.Add(page);
    }

    var opened = await ServerMemory.ReadAsync(server, pipe);
    await Task.WhenAll(open.Select(page => page.CloseAsync()));
    return (opened.Since(before, OpenPages), (await ServerMemory.ReadAsync(server, pipe)).Since(before, OpenPages));
}

void Report()
{
    Console.WriteLine("| what | measured | goal |");
    Console.WriteLine("|---|---|---|");
    Line("first load of /login, bytes", $"{login.Bytes / 1000.0:N1} kB", "");
    Line("first load of /secrets, bytes", $"{lists[0].Bytes / 1000.0:N1} kB", "≤ 200 kB");
    Line("… over its live connection", $"{lists[0].FrameBytes / 1000.0:N1} kB", "");
    Line("live, first page after the server's start", $"{coldServer.LiveAfter:N0} ms", "");
    Line($"live, cold browser, median of {Loads}", $"{Median(lists.Select(load => load.LiveAfter)):N0} ms", "≤ 900 ms");
    Line($"live, cold browser, slowest of {Loads}", $"{lists.Max(load => load.LiveAfter):N0} ms", "");
    Line($"list of {Rows} drawn, median", $"{Median(lists.Select(load => load.DrawnAfter)):N0} ms", "");
    Line($"heap per open list page (of {OpenPages})", $"{perPage.Heap / 1e6:N2} MB", "≤ 1 MB");
    Line("private bytes per open list page", $"{perPage.Private / 1e6:N2} MB", "");
    Line("heap kept per closed page", $"{afterClosing.Heap / 1e6:N2} MB", "");
    Console.WriteLine();
    foreach (var (url, bytes) in lists[0].Parts)
    {
        Console.WriteLine($"{bytes, 10:N0} {new Uri(url).PathAndQuery}");
    }
}

static void Line(string what, string measured, string goal) => Console.WriteLine($"| {what} | {measured} | {goal} |");

static double Median(IEnumerable<double> numbers)
{
    var sorted = numbers.Order().ToList();
    return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
}
