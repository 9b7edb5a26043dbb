using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class The_navigation : ComponentTest
{
    [Theory]
    [InlineData(Roles.SuperAdministrator, true, true)]
    [InlineData(Roles.Reporter, true, true)]
    [InlineData(Roles.Admin, false, false)]
    [InlineData(Roles.Deployer, false, false)]
    [InlineData(Roles.None, false, false)]
    public void Leaves_out_what_would_be_noise_for_a_role(Roles roles, bool members, bool audit)
    {
        var screen = Host.ScreenOf(Host.With(roles)).Open<ForbiddenPage>("/forbidden");

        screen.Wait(() =>
        {
            var entries = screen.All(".sd-nav a").Select(a => a.GetAttribute("href")).ToList();
            Assert.Equal((members, audit), (entries.Contains("members"), entries.Contains("audit")));
            Assert.Superset(new HashSet<string?> { "", "secrets", "stores", "services", "roles", "tokens" }, entries.ToHashSet());
        });
    }

    [Fact]
    public async Task Follows_a_change_of_role_in_an_open_page()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<ForbiddenPage>("/forbidden");
        screen.Wait(() => Assert.DoesNotContain(screen.All(".sd-nav a"), a => a.GetAttribute("href") == "audit"));

        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.Wait(() => Assert.Contains(screen.All(".sd-nav a"), a => a.GetAttribute("href") == "audit"));
    }
}
