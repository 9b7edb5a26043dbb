using AngleSharp.Dom;
using SecretsDashboard.Web.RoleMatrix;

namespace SecretsDashboard.Web.Tests.RoleMatrix;

public sealed class Roles_page : ComponentTest
{
    [Fact]
    public void The_role_matrix_shows_what_the_rulebook_allows_each_role()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<RolesPage>("/roles");
        screen.Shows("What members may do");

        foreach (var rule in Rulebook.Table)
        {
            foreach (var role in RoleNames.All)
            {
                var expected = rule.Allowed.HasFlag(RoleGrounds.Of(role.Role));
                Assert.Equal(expected, Cell(screen, rule.Title, role.Name) == "may");
            }
        }
    }

    [Fact]
    public void A_members_own_roles_are_marked()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<RolesPage>("/roles");

        screen.Wait(() =>
            Assert.Equal(["Secrets Store Admin"], screen.All(".sd-roles li.sd-mine h3").Select(h => h.FirstChild!.TextContent.Trim()))
        );
    }

    [Fact]
    public void A_member_without_a_role_sees_that_they_hold_no_role() =>
        Host.ScreenOf(Host.Guest).Open<RolesPage>("/roles").Shows("You hold no role yet.");

    // A row that no role opens is not drawn among the members' rights.
    private static string? Cell(Screen screen, string title, string role)
    {
        var table = screen.All("table[aria-label='What members may do']")[0];
        var row = table.QuerySelectorAll("tbody tr").FirstOrDefault(r => r.QuerySelector("th")!.FirstChild!.TextContent.Trim() == title);
        return row?.QuerySelectorAll("td").Single(c => c.GetAttribute("data-label") == role).QuerySelector(".sd-hidden")!.TextContent;
    }
}
