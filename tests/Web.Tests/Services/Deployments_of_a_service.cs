using System.Text.Json;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Services;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Deployments_of_a_service : ComponentTest
{
    [Fact]
    public async Task The_deployments_tab_shows_each_version_with_its_bindings_and_marks_the_current_one()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "STRIPE");
        await Host.DoAsync(Host.Deployer, new DeployWorker("shop", null, Upload.Of()));
        var deployed = await Host.DoAsync(
            Host.Deployer,
            new DeployWorker(
                "shop",
                null,
                Upload.Of(Upload.Secret("API_KEY", store, "STRIPE"), new UploadedBinding("GREETING", "plain_text"))
            )
        );

        var screen = Open(Host.Reporter, deployed.Service, "?tab=deployments");

        screen.Wait(() =>
            Assert.Equal(["2Current", "1"], screen.All("table[aria-label=Deployments] tbody .sd-name").Select(c => c.TextContent.Trim()))
        );
        Assert.Equal(
            ["just now", "deployer@example.org", "index.js", "18 B", "2026-01-01"],
            screen.All("tbody tr:first-child td").Skip(1).Take(5).Select(c => c.TextContent.Trim())
        );
        Assert.Equal(["API_KEY to STRIPE", "1 other: GREETING"], screen.All("tbody tr:first-child li").Select(l => l.TextContent.Trim()));
        Assert.Equal("page", screen.All("nav.sd-tabs a").Single(a => a.TextContent == "Deployments").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task A_worker_without_deployments_shows_how_to_deploy_with_text_to_copy()
    {
        var store = await Host.StoreAsync("payments");
        var service = await Host.DoAsync(Host.Owner, new RegisterService("shop", Scopes.Workers, store));

        var screen = Open(Host.Reporter, service, "?tab=deployments");

        screen.Shows("Nothing was deployed yet");
        screen.Shows("This Worker belongs to the store payments");
        Assert.Contains(
            $$"""{ "binding": "API_KEY", "store_id": "{{store}}", "secret_name": "SECRET_NAME" }""",
            screen.Button("Copy: Name the secrets in wrangler.jsonc").GetAttribute("data-copy"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "npx wrangler deploy",
            screen.Button("Copy: Deploy with a token that may bind").GetAttribute("data-copy"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_configuration_to_copy_for_an_undeployed_worker_contains_its_working_bindings()
    {
        var store = await Host.StoreAsync("payments");
        var service = await Host.DoAsync(Host.Owner, new RegisterService("shop", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(store, "STRIPE"), "API_KEY"));
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(store, "DATABASE"), "DB"));
        var narrowed = await Host.SecretAsync(store, "NARROWED");
        await Host.DoAsync(Host.Owner, new BindSecret(service, narrowed, "BROKEN"));
        await Host.DoAsync(Host.Owner, new EditSecret(narrowed, Revision: null, Scopes: Scopes.Dex, Force: true));

        var screen = Open(Host.Reporter, service, "?tab=deployments");

        screen.Shows("Nothing was deployed yet");
        using var config = JsonDocument.Parse(screen.Button("Copy: Name the secrets in wrangler.jsonc").GetAttribute("data-copy")!);
        Assert.Equal(
            [$"API_KEY {store} STRIPE", $"DB {store} DATABASE"],
            config
                .RootElement.GetProperty("secrets_store_secrets")
                .EnumerateArray()
                .Select(s => $"{s.GetProperty("binding")} {s.GetProperty("store_id")} {s.GetProperty("secret_name")}")
        );
    }

    [Fact]
    public async Task The_activity_tab_shows_the_bound_and_the_refused_bindings_of_deployments()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "STRIPE");
        await Host.SecretAsync(store, "DEX_ONLY", Scopes.Dex);
        var deployed = await Host.DoAsync(
            Host.Deployer,
            new DeployWorker("shop", null, Upload.Of(Upload.Secret("API_KEY", store, "STRIPE")))
        );
        await Host.Gate.AskAsync(
            Host.Deployer.Caller,
            new DeployWorker("shop", null, Upload.Of(Upload.Secret("API_KEY", store, "DEX_ONLY")))
        );

        var screen = Open(Host.Reporter, deployed.Service, "?tab=activity");

        screen.Shows("Deploy a binding (version 1, bound API_KEY)");
        screen.Shows("Deploy a binding (refused: API_KEY (secret scope))");
    }

    [Fact]
    public async Task Deployments_are_loaded_again_when_roles_change()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "STRIPE");
        var deployed = await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Upload.Of()));
        var screen = Open(Host.Deployer, deployed.Service, "?tab=deployments");
        screen.Shows("Current").ShowsNot("API_KEY");
        await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Upload.Of(Upload.Secret("API_KEY", store, "STRIPE"))));

        await Host.GiveRolesAsync(Host.Deployer, Roles.Reporter);

        screen.Shows("API_KEY to STRIPE");
    }

    [Fact]
    public async Task A_service_that_is_not_a_worker_has_no_deployments_tab()
    {
        var service = await Host.DoAsync(Host.Owner, new RegisterService("container", Scopes.Containers));

        var screen = Open(Host.Reporter, service, "?tab=deployments");

        screen.Shows("Nothing is bound yet");
        Assert.DoesNotContain(screen.All("nav.sd-tabs a"), a => a.TextContent == "Deployments");
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(20_000, "20 KiB")]
    [InlineData(10 * 1024 * 1024, "10 MiB")]
    public void A_size_is_shown_in_a_suitable_unit(long bytes, string words) => Assert.Equal(words, SizeFormat.Of(bytes));

    private Screen Open(SampleMember who, ServiceId service, string query) =>
        Host.ScreenOf(who).Open<ServicePage>($"/services/{service}{query}", ("Id", service.Value));
}
