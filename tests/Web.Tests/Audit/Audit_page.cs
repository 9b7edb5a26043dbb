using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Audit;

namespace SecretsDashboard.Web.Tests.Audit;

public sealed class Audit_page : ComponentTest
{
    [Fact]
    public async Task A_reporter_sees_who_did_what_and_can_open_the_reasons()
    {
        await Host.StoreAsync("production");
        var screen = Host.ScreenOf(Host.Reporter).Open<AuditPage>("/audit?changes=only");

        screen.Shows("Create a store production");
        screen.Click(screen.All("[aria-expanded=false][aria-label^='Details of row']")[0].GetAttribute("aria-label")!);

        screen.Shows("Super Administrator may create a store.");
        screen.Shows("No service consumes a secret here, so no scope is checked.");
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    public void A_member_without_access_to_the_audit_log_sees_both_checks_and_no_export(Roles roles)
    {
        var screen = Host.ScreenOf(Host.With(roles)).Open<AuditPage>("/audit");

        screen.Shows($"Needs Super Administrator or Reporter. You are {roles}.");
        Assert.Empty(screen.All("a[href^='audit/export']"));
    }

    [Fact]
    public async Task Filters_come_from_the_address_and_go_into_the_export()
    {
        await Host.StoreAsync("production");
        await Host.Gate.AskAsync(Host.Reporter.Caller, new CreateStore("refused"));

        var screen = Host.ScreenOf(Host.Reporter).Open<AuditPage>("/audit?result=refused");

        screen.Shows("1 row");
        Assert.Contains(screen.All("a"), a => a.GetAttribute("href") == "audit/export?format=csv&result=refused");
    }

    [Fact]
    public async Task The_next_page_of_the_audit_log_is_reached_by_its_address()
    {
        for (var i = 0; i < 60; i++)
        {
            await Host.Gate.AskAsync(Host.Reporter.Caller, new CreateStore("refused"));
        }
        var screen = Host.ScreenOf(Host.Reporter).Open<AuditPage>("/audit?result=refused");
        screen.Shows("50 rows, newest first");

        var older = new Uri(screen.All(".sd-pager a").Single().GetAttribute("href")!).PathAndQuery;

        Host.ScreenOf(Host.Reporter).Open<AuditPage>(older).Shows("10 rows, newest first");
    }

    [Fact]
    public void A_filter_that_matches_nothing_says_so() =>
        Host.ScreenOf(Host.Reporter).Open<AuditPage>("/audit?q=no-such-row").Shows("No row matches");

    [Theory]
    [InlineData("act=2")]
    [InlineData("act=NoSuchAct")]
    [InlineData("result=all")]
    [InlineData("from=yesterday")]
    [InlineData("page=before.x")]
    public void An_invalid_parameter_in_the_address_of_the_audit_page_is_ignored(string query) =>
        Host.ScreenOf(Host.Reporter).Open<AuditPage>($"/audit?{query}").Shows("rows, newest first");
}
