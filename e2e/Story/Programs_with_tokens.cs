using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Programs_with_tokens_on_a_desktop(DesktopHost host) : Programs_with_tokens(host);

[Collection(nameof(PhoneHost))]
public sealed class Programs_with_tokens_on_a_phone(PhoneHost host) : Programs_with_tokens(host);

/// <summary>Members create tokens in the browser, and programs use them: each within its permissions, while it is valid.</summary>
public abstract class Programs_with_tokens(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_deployers_bind_token_can_register_a_service_and_cannot_create_a_store()
    {
        var token = await host.MakeTokenAsync(host.Deployer, "deploy-from-ci", "Bind");
        var account = await host.AccountAsync(token);

        Assert.Equal(200, (await host.CallAsync(token, "GET", $"/accounts/{account}/secrets_store/stores")).Status);
        Assert.Equal(
            200,
            (
                await host.CallAsync(token, "POST", $"/accounts/{account}/services", """{"name":"made-by-a-program","kind":"workers"}""")
            ).Status
        );
        var (status, body) = await host.CallAsync(
            token,
            "POST",
            $"/accounts/{account}/secrets_store/stores",
            """{"name":"not-by-a-bind-token"}"""
        );
        Assert.Equal(403, status);
        Assert.Contains("Manage", body, StringComparison.Ordinal);

        var page = await host.Deployer.OpenAsync("/tokens");
        await Expect(page.RowOf("deploy-from-ci")).ToContainTextAsync("127.0.0.1");
    }

    [Fact]
    public async Task Only_the_new_text_of_a_rolled_token_is_valid()
    {
        var before = await host.MakeTokenAsync(host.Deployer, "to-roll", "Read");
        var page = await host.Deployer.OpenAsync("/tokens");
        await (await page.RowActionAsync("to-roll", "Roll")).ClickAsync();
        await page.OpenDialog().Button("Roll").ClickAsync();
        var after = await host.ReadShownTokenAsync(page, "to-roll");
        await page.StoreTokenAsync(after);

        Assert.NotEqual(before, after);
        Assert.Equal((401, 200), (await StatusAsync(before), await StatusAsync(after)));
    }

    [Fact]
    public async Task A_disabled_token_is_refused_until_it_is_enabled_and_a_deleted_token_is_refused()
    {
        var token = await host.MakeTokenAsync(host.Reporter, "on-and-off", "Read");
        var page = await host.Reporter.OpenAsync("/tokens");

        await (await page.RowActionAsync("on-and-off", "Disable")).ClickAsync();
        await Expect(page.RowOf("on-and-off")).ToContainTextAsync("Disabled");
        Assert.Equal(401, await StatusAsync(token));

        await (await page.RowActionAsync("on-and-off", "Enable")).ClickAsync();
        await Expect(page.RowOf("on-and-off")).ToContainTextAsync("Active");
        Assert.Equal(200, await StatusAsync(token));

        await (await page.RowActionAsync("on-and-off", "Delete")).ClickAsync();
        await Expect(page.OpenDialog().Button("Delete token")).ToBeDisabledAsync();
        await page.OpenDialog().GetByLabel("Type the name to confirm").FillAsync("on-and-off");
        await page.OpenDialog().Button("Delete token").ClickAsync();
        await Expect(page.RowOf("on-and-off")).ToHaveCountAsync(0);
        Assert.Equal(401, await StatusAsync(token));
    }

    [Fact]
    public async Task A_token_expires_at_its_configured_time()
    {
        var page = await host.Reporter.OpenAsync("/tokens");
        await page.FillNewTokenAsync("short-lived", "Read");
        await page.GetByLabel("Expires", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = "at" });
        var end = TimeProvider.System.GetUtcNow().AddSeconds(30); // A slow browser takes a while to send the form.
        await page.GetByLabel("Ends on (UTC)").FillAsync(end.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        await page.OpenDialog().Button("Create token").ClickAsync();
        var token = await host.ReadShownTokenAsync(page, "short-lived");
        await page.StoreTokenAsync(token);

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await StatusAsync(token) == 200)
        {
            Assert.True(await often.WaitForNextTickAsync(timeout.Token));
        }

        Assert.True(TimeProvider.System.GetUtcNow() >= end.AddSeconds(-1));
        await page.NavigateAsync("/tokens?status=expired");
        await Expect(page.RowOf("short-lived")).ToContainTextAsync("Expired");
    }

    [Fact]
    public async Task A_reporter_can_choose_read_for_a_new_token_and_sees_why_bind_and_manage_are_disabled()
    {
        var page = await host.Reporter.OpenAsync("/tokens");
        await page.Button("New token").ClickAsync();

        await Expect(page.Radio("Read")).ToBeEnabledAsync();
        await page.Radio("Bind").ExpectDisabledAsync("needs Deployer for the whole account");
        await page.Radio("Manage").ExpectDisabledAsync("needs Admin for the whole account");
        await Expect(page.OpenDialog().GetByText("Administer")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_super_administrator_can_disable_a_members_token_but_cannot_roll_it()
    {
        var token = await host.MakeTokenAsync(host.Deployer, "seen-from-above", "Bind");
        var page = await host.Owner.OpenAsync("/tokens?of=all&q=seen-from-above");
        var disable = await page.RowActionAsync("seen-from-above", "Disable");
        await page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("^Roll") })
            .ExpectDisabledInMenuAsync("only they can change or roll it");
        await disable.ClickAsync();
        await Expect(page.RowOf("seen-from-above")).ToContainTextAsync("Disabled");

        Assert.Equal(401, await StatusAsync(token));
    }

    [Fact]
    public async Task A_command_for_curl_is_copied_with_this_servers_address_and_without_any_credential()
    {
        await host.Admin.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await host.Admin.CreateSecretAsync(new(host.Store, "copied-as-curl", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenSecretsAsync("copied-as-curl");
        var copy = await page.RowActionAsync("copied-as-curl", "Copy as curl");
        var announcement = page.EvaluateAsync<string>(NextAnnouncement);
        await copy.ClickAsync();
        Assert.Equal("Copied", await announcement);

        var command = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        Assert.Matches(
            $"^curl '{Regex.Escape(host.Server.Address.ToString())}client/v4/accounts/[0-9a-f]{{32}}/"
                + $"secrets_store/stores/[0-9a-f]{{32}}/secrets/[0-9a-f]{{32}}' \\\\\n"
                + "  -H \"Authorization: Bearer \\$SECRETS_DASHBOARD_TOKEN\"$",
            command
        );
    }

    // An announcement disappears after a moment, so polling could miss it.
    private const string NextAnnouncement = """
        () => new Promise(heard => new MutationObserver(() => {
            const said = document.querySelector("#sd-live[role=status]")?.textContent;
            if (said) heard(said);
        }).observe(document.body, { childList: true, subtree: true, characterData: true }))
        """;

    private async Task<int> StatusAsync(string token) => (await host.CallAsync(token, "GET", "/accounts")).Status;
}
