using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Home;
using SecretsDashboard.Web.Members;
using SecretsDashboard.Web.Stores;

namespace SecretsDashboard.Web.Tests.Audit;

public sealed class A_page_load_is_one_row : ComponentTest
{
    [Fact]
    public void Home() => OneRow<HomePage>("/");

    [Fact]
    public void Stores() => OneRow<StoresPage>("/stores");

    [Fact]
    public void Members_and_those_who_are_invited() => OneRow<MembersPage>("/members");

    [Fact]
    public void Ones_own_account_with_its_sessions() => OneRow<AccountPage>("/account");

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
