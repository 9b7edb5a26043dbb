using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Hosts;
using SecretsDashboard.E2E.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

/// <summary>Step 1: a fresh machine becomes an installation with one Super Administrator.</summary>
public sealed class First_run(Chromium chromium)
{
    private const string Email = "first@example.org";

    [Fact]
    public async Task The_first_member_needs_the_code_from_the_console_and_set_up_is_closed_afterwards()
    {
        await using var server = new ServerProcess("first-run");
        await server.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = server.Address.AbsoluteUri });
        var owner = new Person(Email, Canary.New(), context);

        var page = await owner.OpenStaticAsync("/");
        await Expect(page).ToHaveURLAsync(new Regex("/setup$"));
        await page.FillSetUpAsync(owner, "0000-0000-0000-0000-0000-0000-0000-0000");
        await page.ExpectTextAsync("This is not the code");
        await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(Email);

        await owner.SetUpAsync(await server.SetupCodeAsync());
        await page.GotoAsync("/setup");
        await Expect(page.Button("Create account")).ToHaveCountAsync(0);
        await owner.SignInAsync();
    }

    [Fact]
    public async Task An_unattended_set_up_takes_the_first_member_from_the_configuration_and_says_to_remove_the_password()
    {
        var password = Canary.New();
        await using var server = new ServerProcess(
            "bootstrap",
            new Dictionary<string, string> { ["Bootstrap__Email"] = Email, ["Bootstrap__Password"] = password }
        );
        await server.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = server.Address.AbsoluteUri });

        await new Person(Email, password, context).SignInAsync();

        Assert.Matches("(?i)remove .*password", server.Log.ToString());
        Assert.DoesNotMatch("(?i)setup code", server.Log.ToString());
        Assert.Null(new CanarySearch(password).FindIn(System.Text.Encoding.UTF8.GetBytes(server.Log.ToString())));
    }

    [Fact]
    public async Task The_first_start_creates_a_database_and_a_key_file_that_only_its_owner_can_read()
    {
        await using var server = new ServerProcess("fresh-start");
        await server.StartAsync();

        var key = new FileInfo(Path.Combine(server.DataDirectory, "key.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, key.UnixFileMode);
        Assert.NotEmpty(Directory.GetFiles(server.DataDirectory, "*.db"));
        Assert.Contains(server.Address.GetLeftPart(UriPartial.Authority), server.Log.ToString(), StringComparison.Ordinal);
    }
}
