using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Home;
using SecretsDashboard.Web.Secrets;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Usage_tab : ComponentTest
{
    [Fact]
    public async Task The_usage_tab_of_an_unused_service_says_that_nothing_was_read()
    {
        var (service, _, _) = await BoundAsync();

        Open(Host.Reporter, service)
            .Shows("Nothing was read in the last 24 hours")
            .Shows("This service has not read a value yet.")
            .Shows("Whatever this service asked for, it got.");
    }

    [Fact]
    public async Task The_usage_tab_shows_each_hour_as_a_column_and_in_a_table()
    {
        var (service, _, _) = await BoundAsync();
        Count(service, hoursAgo: 2, reads: 1_234, refusals: 1);
        Count(service, hoursAgo: 30, reads: 50, refusals: 0);

        var screen = Open(Host.Reporter, service);

        screen.Wait(() =>
            Assert.Equal(
                (24, 1, 1),
                (screen.All(".sd-column").Count, screen.All(".sd-bar-reads").Count, screen.All(".sd-bar-refusals").Count)
            )
        );
        Assert.Contains("1,234 reads, 1 refusal2 hours ago", screen.All(".sd-column")[^3].TextContent, StringComparison.Ordinal);
        Assert.Contains("UTC", screen.All(".sd-column")[^3].TextContent, StringComparison.Ordinal);
        Assert.Equal(["2 hours ago", "1,234", "1"], screen.All(".sd-numbers tbody tr td").Skip(1).Select(c => c.TextContent));
        Assert.All(screen.All(".sd-plot, .sd-axis"), drawn => Assert.Equal("true", drawn.GetAttribute("aria-hidden")));

        var week = Open(Host.Reporter, service, "&span=7d");
        week.Wait(() => Assert.Equal((168, 2), (week.All(".sd-column").Count, week.All(".sd-bar-reads").Count)));
        week.Shows("1,284");
    }

    [Fact]
    public async Task The_usage_tab_names_the_check_that_failed()
    {
        var (service, secret, caller) = await BoundAsync();
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await Host.Gate.AskAsync(caller, new ResolveBinding("API_KEY"));
        await Host.Gate.AskAsync(caller, new ResolveBinding("NO_SUCH"));

        var screen = Open(Host.Admin, service);

        screen
            .Shows("The secret scope check failed. The service is of kind Workers; the secret's scopes are DEX.")
            .Shows("Refused by scope");
        screen.Shows("Both checks failed: nothing is bound to the service under the name that it asked for.").ShowsNot("NO_SUCH");
    }

    [Fact]
    public async Task The_usage_tab_does_not_blame_the_scopes_when_the_credential_has_expired()
    {
        var (service, _, caller) = await BoundAsync();
        Host.Sql("UPDATE ServiceCredentials SET Expires = 1");
        await Host.AcceptSealsAsync();
        await Host.Gate.AskAsync(caller, new ResolveBinding("API_KEY"));

        Open(Host.Admin, service)
            .Shows("This credential has expired. The secret's scopes were not looked at.")
            .ShowsNot("Both checks failed");
    }

    [Fact]
    public async Task Last_use_is_shown_in_lists_and_on_detail_pages()
    {
        var (service, secret, caller) = await BoundAsync();
        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets").Shows("Never");

        await ReadAsync(caller);

        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets").Shows("by checkout").ShowsNot("Never");
        var page = Host.ScreenOf(Host.Reporter).Open<SecretPage>($"/secrets/{secret}", ("Id", secret.Value));
        page.Wait(() => Assert.Contains(page.All("dd"), d => d.TextContent.Contains("just now by checkout", StringComparison.Ordinal)));
        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services").Shows("just now").ShowsNot("Never");
        Host.ScreenOf(Host.Reporter).Open<ServicePage>($"/services/{service}", ("Id", service.Value)).Shows("just now").ShowsNot("Never");
    }

    [Fact]
    public async Task Unused_secrets_are_found_by_a_filter_and_linked_from_the_home_page()
    {
        var (_, _, caller) = await BoundAsync();
        await Host.SecretAsync(await Host.StoreAsync("old"), "FORGOTTEN");
        Host.Sql("""UPDATE "Secrets" SET "Created" = 1 WHERE "Name" = 'FORGOTTEN'""");
        // Nothing reads here at all.
        Host.ScreenOf(Host.Reporter).Open<HomePage>("/").Shows("Needs attention").ShowsNot("unused for 90 days");

        await ReadAsync(caller);

        var home = Host.ScreenOf(Host.Reporter).Open<HomePage>("/");
        home.Shows("1 secret unused for 90 days");
        home.Wait(() => Assert.Contains(home.All("a"), a => a.GetAttribute("href") == "secrets?unused=90"));
        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?unused=90").Shows("FORGOTTEN").ShowsNot("STRIPE");
        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?unused=nonsense").Shows("FORGOTTEN").Shows("STRIPE");
        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services?unused=7").Shows("No service matches");
        var other = Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?unused=45");
        other.Wait(() => Assert.Equal("For 45 days", Assert.Single(other.All("option[value='45']")).TextContent));
    }

    [Fact]
    public async Task Unused_bindings_and_credentials_are_found_by_a_filter()
    {
        var (service, secret, caller) = await BoundAsync();
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "FORGOTTEN"));
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new CredentialInput("old-cluster")));
        Host.Sql("UPDATE Bindings SET Created = 1; UPDATE ServiceCredentials SET Created = 1");
        await ReadAsync(caller);
        Screen Page(string query) => Host.ScreenOf(Host.Owner).Open<ServicePage>($"/services/{service}{query}", ("Id", service.Value));

        var narrowed = Page("?unused=45");
        narrowed.Shows("FORGOTTEN").ShowsNot("API_KEY");
        narrowed.Wait(() => Assert.Equal("2", Assert.Single(narrowed.All(".sd-tabs .sd-count")).TextContent)); // It has two all the same.
        Assert.Equal("For 45 days", Assert.Single(narrowed.All("option[value='45']")).TextContent);
        narrowed.Click("Copy as curl").Button("List its bindings");
        Assert.Contains(
            "unused_days=45",
            narrowed
                .All("[data-copy]")
                .Single(c => c.TextContent.Contains("List its bindings", StringComparison.Ordinal))
                .GetAttribute("data-copy"),
            StringComparison.Ordinal
        );
        Page("?unused=nonsense").Shows("FORGOTTEN").Shows("API_KEY");

        Page("?tab=identity&unused=30").Shows("old-cluster").ShowsNot("127.0.0.1");
        Page("?tab=identity").Shows("old-cluster").Shows("127.0.0.1");

        Host.Sql("UPDATE Bindings SET LastUsed = unixepoch() * 1000; UPDATE ServiceCredentials SET LastUsed = unixepoch() * 1000");
        var none = Page("?unused=7");
        none.Shows("No binding matches");
        none.Wait(() =>
            Assert.Equal($"services/{service}", none.All("a").Single(a => a.TextContent == "Clear filters").GetAttribute("href"))
        );
        Page("?tab=identity&unused=7").Shows("No credential matches");
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 12)]
    [InlineData(95, 100)]
    [InlineData(101, 120)]
    [InlineData(1_195, 1_200)]
    [InlineData(8_001, 10_000)]
    [InlineData(int.MaxValue, 2_500_000_000)]
    public void The_scale_of_the_usage_chart_ends_at_a_round_number(int most, long end) => Assert.Equal(end, UsageChart.RoundUp(most));

    private Screen Open(SampleMember who, ServiceId service, string more = "") =>
        Host.ScreenOf(who).Open<ServicePage>($"/services/{service}?tab=usage{more}", ("Id", service.Value));

    private async Task<(ServiceId, SecretId, Caller)> BoundAsync()
    {
        var (service, secret) = (
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers)),
            await Host.SecretAsync(await Host.StoreAsync(), "STRIPE")
        );
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));
        var credential = await Host.DoAsync(Host.Owner, new IssueCredential(service, new CredentialInput("ci")));
        return (service, secret, Caller.WithCredential(credential.Text, System.Net.IPAddress.Loopback));
    }

    private async Task ReadAsync(Caller caller)
    {
        using var value = WebTemplate.Done(await Host.Gate.AskAsync(caller, new ResolveBinding("API_KEY")));
    }

    private void Count(ServiceId service, int hoursAgo, int reads, int refusals) =>
        Host.Sql(
            $"""
            INSERT INTO "HoursOfReads" ("ServiceId", "Hour", "Reads", "Refusals")
            VALUES ('{service}', (unixepoch() / 3600 - {hoursAgo}) * 3600000, {reads}, {refusals})
            """
        );
}
