using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A script that comes late has nothing missed. Here it is held back until the person has done something.</summary>
[Collection(nameof(DesktopHost))]
public sealed class A_slow_browser(DesktopHost host) : BrowserTest(host)
{
    private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_value_that_is_typed_before_the_script_of_its_field_loads_is_counted()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync("four\n");
        await page.GetByLabel("Show while typing").CheckAsync();
        await page.ExpectTextAsync("0 / 65,536 bytes");

        _come.SetResult();

        await page.ExpectTextAsync("5 / 65,536 bytes");
        await page.ExpectTextAsync("Ends with a line break");
        await Expect(page.Locator("[data-value].sd-masked")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_file_that_is_chosen_before_the_script_of_its_field_loads_is_read()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Load from file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "key.pem",
                    MimeType = "text/plain",
                    Buffer = "early"u8.ToArray(),
                }
            );

        _come.SetResult();

        await page.ExpectTextAsync("Loaded from key.pem");
        await page.ExpectTextAsync("5 / 65,536 bytes");
    }

    [Fact]
    public async Task Typed_text_is_sent_again_when_the_framework_loses_its_event()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.GetByLabel("Name", new() { Exact = true })
            .EvaluateAsync("field => field.parentElement.addEventListener('input', event => event.stopPropagation(), { once: true })");
        await page.FillNewSecretAsync(new(host.Store, "lost-at-first", host.NewCanary(), "", "Workers"));

        await page.EvaluateAsync("() => { Promise.reject(new Error(`There was an exception invoking 'DispatchEventAsync'.`)); }");
        await page.Button("Create secret").ClickAsync();

        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await host.Admin.Context.NewPageAsync();
        await page.RouteAsync(
            "**/value-field.js",
            async route =>
            {
                await _come.Task;
                await route.ContinueAsync();
            }
        );
        await page.NavigateAsync("/secrets/new");
        return page;
    }
}
