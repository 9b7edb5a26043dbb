using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using MudBlazor;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;
using SecretsDashboard.Web.Stores;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Faults_in_dialogs : ComponentTest
{
    [Fact]
    public async Task A_fault_is_shown_in_the_dialog_which_keeps_its_input_and_can_be_sent_again()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");
        screen.Click("New store");
        screen.Type("Name", "production");
        Host.Sql("""CREATE TRIGGER "Full" BEFORE INSERT ON "Stores" BEGIN SELECT RAISE(ABORT, 'canary'); END""");

        screen.Click("Create store");

        screen.Shows("The server met a fault that is not your doing.");
        screen.ShowsNot("canary");
        Assert.Equal("production", screen.Field("Name").GetAttribute("value"));

        Host.Sql("""DROP TRIGGER "Full" """);
        screen.Click("Create store");

        screen.Shows("Store production created.");
        Assert.Equal("production", Assert.Single(await Host.DoAsync(Host.Owner, new ListStores())).Name);
    }

    [Fact]
    public async Task A_fault_while_a_dialog_opens_leaves_the_page_behind_it_intact()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");
        screen.Button("Actions for production");
        Host.Sql("""ALTER TABLE "Services" RENAME TO "Elsewhere" """);

        screen.Click("Actions for production");
        screen.Choose("Delete");

        screen.Shows("The server met a fault that is not your doing.");
        screen.Click("Keep store");
        screen.ShowsNot("The server met a fault");
        screen.ShowsOn("New store");
    }

    [Fact]
    public void Every_dialog_derives_from_the_asking_dialog()
    {
        var dialogs = typeof(RequestDialog)
            .Assembly.GetTypes()
            .Where(t =>
                t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                    .Any(p => p.PropertyType == typeof(IMudDialogInstance) && p.IsDefined(typeof(CascadingParameterAttribute)))
            )
            .ToList();

        Assert.True(dialogs.Count > 5, "The dialogs were not found.");
        Assert.All(
            dialogs,
            dialog =>
                Assert.True(
                    dialog.IsAssignableTo(typeof(RequestDialog)),
                    $"{dialog.Name} asks in its own way: a fault would end the page behind it."
                )
        );
    }
}
