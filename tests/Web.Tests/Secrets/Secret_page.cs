using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Secrets;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class Secret_page : ComponentTest
{
    [Theory]
    [InlineData(Roles.SuperAdministrator, null)]
    [InlineData(Roles.Admin, null)]
    [InlineData(Roles.Deployer, "You are Deployer.")]
    [InlineData(Roles.Reporter, "You are Reporter.")]
    public async Task Each_role_sees_the_metadata_and_what_it_may_do(Roles roles, string? reason)
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY", Scopes.Workers, "canary-19ab");

        var screen = Host.ScreenOf(Host.With(roles)).Open<SecretPage>($"/secrets/{secret}", ("Id", secret.Value));

        screen.Shows("Version 1, sealed");
        Assert.DoesNotContain("canary", screen.Text, StringComparison.Ordinal);
        foreach (var button in new[] { "Edit", "Duplicate", "Delete" })
        {
            if (reason is null)
            {
                screen.ShowsOn(button);
            }
            else
            {
                screen.ShowsOff(button, reason);
            }
        }
    }

    [Fact]
    public async Task The_access_tab_tells_roles_and_scopes_apart()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        await Host.DoAsync(Host.Owner, new Vault.Services.RegisterService("checkout", Scopes.Workers));

        var screen = Host.ScreenOf(Host.Reporter).Open<SecretPage>($"/secrets/{secret}?tab=access", ("Id", secret.Value));

        screen.Shows("checkout");
        var bind = screen.All("tr").Single(row => row.TextContent.Contains("Bind a secret", StringComparison.Ordinal));
        Assert.Equal(
            ["Bind a secret", "Allowed if the scope matches", "Not allowed", "Allowed if the scope matches", "Not allowed"],
            bind.Children.Select(cell => cell.TextContent.Trim())
        );
    }

    [Fact]
    public async Task The_activity_tab_tells_what_was_done_and_by_whom()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        await Host.DoAsync(Host.Admin, new EditSecret(secret, 1, Description: new() { Comment = "x" }));

        var screen = Host.ScreenOf(Host.Deployer).Open<SecretPage>($"/secrets/{secret}?tab=activity", ("Id", secret.Value));

        screen.Shows("Edit a secret (comment)");
        screen.Shows(Host.Admin.Email);
    }

    [Fact]
    public async Task A_deleted_secret_shows_its_history_and_no_actions()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        await Host.DoAsync(Host.Owner, new DeleteSecret(secret));

        var screen = Host.ScreenOf(Host.Admin).Open<SecretPage>($"/secrets/{secret}", ("Id", secret.Value));

        screen.Shows("This secret was deleted");
        Assert.DoesNotContain(screen.All("button"), b => b.TextContent.Trim() is "Edit" or "Delete" or "Duplicate");
    }
}
