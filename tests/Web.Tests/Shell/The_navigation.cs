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
    public void The_navigation_shows_members_and_audit_only_to_super_administrators_and_reporters(Roles roles, bool members, bool audit)
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
    public async Task The_navigation_follows_a_role_change_in_an_open_page()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<ForbiddenPage>("/forbidden");
        screen.Wait(() => Assert.DoesNotContain(screen.All(".sd-nav a"), a => a.GetAttribute("href") == "audit"));

        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.Wait(() => Assert.Contains(screen.All(".sd-nav a"), a => a.GetAttribute("href") == "audit"));
    }
}
