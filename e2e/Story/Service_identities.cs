using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Service_identities_on_a_desktop(DesktopHost host) : Service_identities(host);

[Collection(nameof(PhoneHost))]
public sealed class Service_identities_on_a_phone(PhoneHost host) : Service_identities(host);

/// <summary>A Super Administrator gives a service what it proves itself with, and the service reads its value.</summary>
public abstract class Service_identities(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_credential_can_read_a_value_be_rolled_with_an_overlap_and_be_revoked()
    {
        var value = host.NewCanary();
        var page = await host.OpenNewServiceIdentityAsync("by-credential", value);

        var first = await host.IssueCredentialAsync(page, "eu-west");
        await page.StoreTokenAsync(first);
        Assert.Equal((200, value), await host.ReadValueAsync(first));
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await Expect(page.RowOf("eu-west")).ToContainTextAsync("127.0.0.1");

        await (await page.RowActionAsync("eu-west", "Roll")).ClickAsync();
        await page.OpenDialog().Button("Roll").ClickAsync();
        var second = await host.ReadShownCredentialAsync(page, "eu-west");
        await page.StoreTokenAsync(second);
        await Expect(page.RowOf("eu-west")).ToContainTextAsync("the old value stays valid until");
        Assert.Equal((200, 200), ((await host.ReadValueAsync(first)).Status, (await host.ReadValueAsync(second)).Status));

        await (await page.RowActionAsync("eu-west", "Roll")).ClickAsync();
        await page.OpenDialog().GetByLabel("Old value stays valid").SelectOptionAsync(new SelectOptionValue { Value = "0" });
        await page.OpenDialog().Button("Roll").ClickAsync();
        var third = await host.ReadShownCredentialAsync(page, "eu-west");
        await page.StoreTokenAsync(third);
        Assert.Equal(
            (401, 401, 200),
            (
                (await host.ReadValueAsync(first)).Status,
                (await host.ReadValueAsync(second)).Status,
                (await host.ReadValueAsync(third)).Status
            )
        );

        await (await page.RowActionAsync("eu-west", "Revoke")).ClickAsync();
        await Expect(page.OpenDialog().Button("Revoke credential")).ToBeDisabledAsync();
        await page.OpenDialog().GetByLabel("Type the name to confirm").FillAsync("eu-west");
        await page.OpenDialog().Button("Revoke credential").ClickAsync();
        await Expect(page.RowOf("eu-west")).ToHaveCountAsync(0);
        Assert.Equal(401, (await host.ReadValueAsync(third)).Status);
    }

    [Fact]
    public async Task A_workload_reads_with_its_clusters_token_until_it_is_removed()
    {
        var (value, subject) = (host.NewCanary(), $"system:serviceaccount:{host.Name}:checkout");
        var page = await host.OpenNewServiceIdentityAsync("by-workload", value);
        var token = host.Issuer.Sign(subject);
        Assert.Equal(401, (await host.ReadValueAsync(token)).Status);

        await page.MapWorkloadAsync(subject);
        await Expect(page.RowOf(subject)).ToContainTextAsync(Issuer.Name);
        Assert.Equal((200, value), await host.ReadValueAsync(token));

        await (await page.RowActionAsync(subject, "Remove")).ClickAsync();
        await Expect(page.RowOf(subject)).ToHaveCountAsync(0);
        Assert.Equal(401, (await host.ReadValueAsync(token)).Status);

        await page.Button("Undo").First.ClickAsync();
        await Expect(page.RowOf(subject)).ToBeVisibleAsync();
        Assert.Equal(200, (await host.ReadValueAsync(token)).Status);
    }

    [Fact]
    public async Task A_deployer_sees_why_they_cannot_issue_credentials_or_map_workloads()
    {
        var page = await host.Deployer.RegisterServiceAsync("seen-by-deployer", "Workers");
        await page.NavigateAsync($"{page.Url}?tab=identity");

        await page.Button("Issue credential").ExpectDisabledAsync("Needs Super Administrator");
        await page.Button("Map workload").ExpectDisabledAsync("Needs Super Administrator");
        await page.ExpectTextAsync("You don't see the credentials");
    }
}
