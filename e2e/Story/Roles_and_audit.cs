using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Roles_and_audit_on_a_desktop(DesktopHost host) : Roles_and_audit(host);

[Collection(nameof(PhoneHost))]
public sealed class Roles_and_audit_on_a_phone(PhoneHost host) : Roles_and_audit(host);

/// <summary>Step 9: what everyone may is drawn from the table that the server enforces, and what everyone did is written down.</summary>
public abstract class Roles_and_audit(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task The_role_matrix_shows_every_role_and_the_row_for_binding()
    {
        var page = await host.Deployer.OpenAsync("/roles");
        var binding = page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("Register .*bind", RegexOptions.IgnoreCase) });
        await Expect(binding.First).ToBeVisibleAsync();
        foreach (var role in new[] { "Super Administrator", "Admin", "Deployer", "Reporter" })
        {
            await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = role }).First).ToBeAttachedAsync();
        }
    }

    [Fact]
    public async Task The_audit_log_lists_a_rejection_with_the_member_who_caused_it()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "audited", host.NewCanary(), "", "DEX"));
        var service = await host.Deployer.RegisterServiceAsync("audited-service", "Workers");
        await service.TryBindAsync("KEY", "audited");
        await service.ExpectRefusalAsync(authorization: "passed", scope: "failed");

        var page = await host.Reporter.OpenAsync("/audit?result=refused");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = host.Deployer.Email });
        await Expect(row.First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_audit_log_is_exported_as_csv_and_as_json_lines()
    {
        var page = await host.Reporter.OpenAsync("/audit");
        var csv = await host.ExportAuditAsync(page, "CSV");
        var json = await host.ExportAuditAsync(page, "JSON lines");

        Assert.Contains(host.Admin.Email, csv, StringComparison.Ordinal);
        var lines = json.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task The_console_verifies_that_the_chain_of_the_audit_log_is_intact()
    {
        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
        Assert.Matches("(?i)whole|intact|verified|unbroken|no broken", output);
    }
}
