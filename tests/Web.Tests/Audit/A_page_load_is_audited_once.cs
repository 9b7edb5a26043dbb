using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Home;
using SecretsDashboard.Web.Members;
using SecretsDashboard.Web.Stores;

namespace SecretsDashboard.Web.Tests.Audit;

public sealed class A_page_load_is_audited_once : ComponentTest
{
    [Fact]
    public void Loading_the_home_page_leaves_one_row() => OneRow<HomePage>("/");

    [Fact]
    public void Loading_the_stores_page_leaves_one_row() => OneRow<StoresPage>("/stores");

    [Fact]
    public void Loading_the_members_page_leaves_one_row() => OneRow<MembersPage>("/members");

    [Fact]
    public void Loading_the_account_page_leaves_one_row() => OneRow<AccountPage>("/account");

    private void OneRow<TPage>(string address)
        where TPage : IComponent
    {
        var before = Rows();
        var screen = Host.ScreenOf(Host.Owner).Open<TPage>(address);
        screen.Wait(() => Assert.Empty(screen.All("[aria-busy=true], .sd-skeleton")));
        Assert.Equal(1, Rows() - before);
    }

    private long Rows() => (long)Host.Sql("""SELECT COUNT(*) FROM "AuditEntries" WHERE "Act" IS NOT NULL""")!;
}
