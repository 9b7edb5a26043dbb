using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class Abandoned_forms_on_a_desktop(DesktopHost host) : Abandoned_forms(host);

[Collection(nameof(PhoneHost))]
public sealed class Abandoned_forms_on_a_phone(PhoneHost host) : Abandoned_forms(host);

/// <summary>Neither what was typed nor a text that is shown once is lost by one stray click.</summary>
public abstract class Abandoned_forms(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task Every_way_to_leave_a_filled_form_asks_for_confirmation()
    {
        var page = await host.Admin.OpenAsync("/secrets");
        await page.ActionNamed("New secret").ClickAsync();
        await page.FillNewSecretAsync(new(host.Store, "half-typed", host.NewCanary(), "", "Workers"));
        foreach (var go in Ways(page))
        {
            await go();
            await Expect(Question(page)).ToBeVisibleAsync();
            await Question(page).Button("Keep editing").ClickAsync();
            await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("half-typed");
            await Expect(page.GetByLabel("Value", new() { Exact = true })).Not.ToBeEmptyAsync();
            await Expect(page).ToHaveURLAsync(new Regex("/secrets/new$"));
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(Question(page)).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("leave-form", host.Viewport);
        await Question(page).Button("Discard").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/secrets$"));
    }

    [Fact]
    public async Task A_reload_asks_for_confirmation_and_restores_every_field_except_the_value()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        var value = host.NewCanary();
        await page.FillNewSecretAsync(new(host.Store, "reloaded", value, "A long comment", "Workers"));
        var question = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            question.TrySetResult(dialog.Type);
            await dialog.AcceptAsync();
        };

        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.WaitUntilInteractiveAsync();

        Assert.Equal("beforeunload", await question.Task);
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("reloaded");
        await Expect(page.GetByLabel("Comment")).ToHaveValueAsync("A long comment");
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
        Assert.DoesNotContain(
            value,
            await page.EvaluateAsync<string>("JSON.stringify({ ...sessionStorage, ...localStorage })"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_restored_form_is_sent_as_it_is_shown_even_if_the_server_missed_its_restored_fields()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        var name = $"restored-{host.Name}";
        await page.FillNewSecretAsync(new(host.Store, name, host.NewCanary(), "", "Workers", "DEX"));
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        // As on a page that becomes interactive only now: until the member acts, no event reaches the server.
        await page.AddInitScriptAsync(
            """
            let hasActed = false;
            for (const type of ["input", "change"])
              addEventListener(type, (event) => hasActed || event.stopImmediatePropagation(), true);
            addEventListener("pointerdown", () => (hasActed = true), true);
            """
        );

        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.WaitUntilInteractiveAsync();
        await Expect(page.Checkbox("DEX")).ToBeCheckedAsync();
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(host.NewCanary());
        await page.Button("Create secret").ClickAsync();

        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));
        await page.NavigateAsync($"/secrets?q={name}");
        await Expect(page.RowOf(name)).ToContainTextAsync("DEX");
    }

    [Fact]
    public async Task Every_form_and_dialog_asks_before_it_discards_typed_text()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, $"edited-{host.Name}", host.NewCanary(), "", "Workers"));
        var page = await host.Owner.OpenAsync($"/secrets?q=edited-{host.Name}");
        await (await page.RowActionAsync($"edited-{host.Name}", "Edit")).ClickAsync();
        await page.GetByLabel("Comment").FillAsync("half");
        await AssertLeavingAsksAsync(page, page.GetByLabel("Comment"));

        await page.NavigateAsync("/account");
        await page.GetByLabel("Current password").FillAsync("half");
        await AssertLeavingAsksAsync(page, page.GetByLabel("Current password"));

        foreach (
            var (path, button, field) in new[]
            {
                ("/stores", "New store", "Name"),
                ("/services", "New service", "Name"),
                ("/tokens", "New token", "Name"),
                ("/members", "Invite member", "E-mail"),
            }
        )
        {
            await page.NavigateAsync(path);
            await page.Button(button).ClickAsync();
            var typed = page.Locator(".mud-dialog").GetByLabel(field, new() { Exact = true });
            await typed.FillAsync("half");
            foreach (
                var close in new Func<Task>[]
                {
                    () => page.Keyboard.PressAsync("Escape"),
                    () => page.Locator(".mud-button-close").ClickAsync(),
                    () => page.Locator(".mud-dialog").Button("Cancel").ClickAsync(),
                }
            )
            {
                await close();
                await Question(page).Button("Keep editing").ClickAsync();
                await Expect(Question(page)).ToBeHiddenAsync();
                await Expect(typed).ToHaveValueAsync("half");
                await Expect(page.Locator(".mud-dialog").Button("Cancel")).ToBeEnabledAsync();
            }
            await page.Keyboard.PressAsync("Escape");
            await Question(page).Button("Discard").ClickAsync();
            await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Leaving_asks_nothing_when_nothing_changed_or_only_a_filter_or_a_confirmation_was_typed()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("typed");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("");
        await GoByScriptAsync(page, "/secrets");
        await Expect(page).ToHaveURLAsync(new Regex("/secrets$"));
        await page.GetByLabel("Search secrets").FillAsync("nothing");
        await Expect(page).ToHaveURLAsync(new Regex("q=nothing"));
        await GoByScriptAsync(page, "/stores");
        await Expect(page).ToHaveURLAsync(new Regex("/stores$"));
        await (await page.RowActionAsync(host.Store, "Delete")).ClickAsync();
        await page.GetByLabel("Type the name to confirm").FillAsync("produ");
        await page.Button("Keep store").ClickAsync();
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Leaving_a_text_that_is_shown_only_once_asks_for_confirmation()
    {
        var page = await host.Owner.OpenAsync("/tokens");
        await page.FillNewTokenAsync($"shown-{host.Name}", "Read");
        await page.OpenDialog().Button("Create token").ClickAsync();
        var text = await host.ReadShownTokenAsync(page, $"shown-{host.Name}");

        foreach (var go in new[] { () => GoByScriptAsync(page, "/stores"), () => PaletteAsync(page) })
        {
            await go();
            await Expect(Once(page)).ToContainTextAsync("can't be shown again");
            await Once(page).Button("Stay here").ClickAsync();
            await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = $"API token shown-{host.Name}" })).ToHaveValueAsync(text);
        }
        await GoByScriptAsync(page, "/stores");
        await page.CheckAppearanceAsync("leave-once", host.Viewport);
        await Once(page).Button("Stay here").ClickAsync();
        var question = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            question.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.CloseAsync(new() { RunBeforeUnload = true });
        Assert.Equal("beforeunload", await question.Task);

        await page.StoreTokenAsync(text);
        await GoByScriptAsync(page, "/stores");
        await Expect(page).ToHaveURLAsync(new Regex("/stores$"));
    }

    [Fact]
    public async Task Signing_out_of_a_filled_form_asks_for_confirmation_and_removes_the_drafts()
    {
        var member = await host.JoinAsync($"sina.{host.Name}@example.org", Role.Admin);
        var page = await member.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "signed-out", host.NewCanary(), "", "Workers"));
        await page.Button("Your account").ClickAsync();
        await page.Button("Sign out").ClickAsync();
        await Question(page).Button("Discard").ClickAsync();

        await page.ExpectTextAsync("You are signed out");
        Assert.DoesNotContain("signed-out", await page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);
    }

    private static ILocator Question(IPage page) => page.GetByRole(AriaRole.Dialog, new() { Name = "Discard what you typed?" });

    private static ILocator Once(IPage page) => page.GetByRole(AriaRole.Dialog, new() { Name = "Leave without storing it?" });

    private static Func<Task>[] Ways(IPage page) =>
        [() => GoByScriptAsync(page, "/stores"), () => page.EvaluateAsync("history.back()"), () => PaletteAsync(page)];

    // A link of the navigation, wherever the screen's size puts it.
    private static Task GoByScriptAsync(IPage page, string path) =>
        page.EvaluateAsync("path => document.querySelector(`aside a[href$='${path.slice(1)}']`).click()", path);

    private static async Task PaletteAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Search or jump to" })
            .GetByRole(AriaRole.Link, new() { Name = "Roles" })
            .ClickAsync();
    }

    private static async Task AssertLeavingAsksAsync(IPage page, ILocator typed)
    {
        await GoByScriptAsync(page, "/stores");
        await Question(page).Button("Keep editing").ClickAsync();
        await Expect(typed).ToHaveValueAsync("half");
    }
}
