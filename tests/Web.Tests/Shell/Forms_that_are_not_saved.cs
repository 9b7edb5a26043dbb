using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Members;
using SecretsDashboard.Web.Secrets;
using SecretsDashboard.Web.Services;
using SecretsDashboard.Web.Shell;
using SecretsDashboard.Web.Stores;
using SecretsDashboard.Web.Tests.Secrets;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Shell;

/// <summary>Members are asked before they leave unsaved input or a value that is shown only once.
/// Only the browser knows whether there is any; here it answers that the member stays.</summary>
public sealed class Forms_that_are_not_saved : ComponentTest
{
    // Parts of forms; the form that contains them asks.
    private static readonly string[] Parts =
    [
        "CredentialEndField",
        "RoleBoxes",
        "StoreRoleBoxes",
        "ScopeBoxes",
        "SecretDescriptionFields",
        "SecretDraftFields",
        "SecretPicker",
        "ValueField",
        "AccessCards",
        "TokenAddresses",
        "TokenStores",
        "TokenTimes",
        "FormField",
    ];

    // Fields that filter a list or navigate: their state is in the address, so nothing can be lost.
    private static readonly string[] Filters = ["AuditFilters", "FilterSelect", "Pager", "SearchField", "JumpDialog", "SecretsPage"];

    // Sign-in holds an address and a password, which the browser fills in again; the top bar's form signs out and has no field.
    private static readonly string[] Others = ["LoginPage", "TopBar"];

    [Fact]
    public void Every_form_and_field_asks_before_leaving_or_is_a_listed_exception()
    {
        var asks = new List<string>();
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "src", "Web"), "*.razor", SearchOption.AllDirectories))
        {
            var (name, text) = (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
            if (
                !Regex.IsMatch(
                    text,
                    "<(form|input|select|textarea|ValueField|SecretPicker|EditForm|"
                        + "Mud(TextField|NumericField|Select|Autocomplete|CheckBox|DatePicker))[ >]"
                )
            )
            {
                continue;
            }
            var isAsking =
                text.Contains("<UnsavedChanges", StringComparison.Ordinal)
                || text.Contains("@inherits RequestDialog", StringComparison.Ordinal)
                || Regex.IsMatch(text, "<form method=\"post\"[^>]* data-unsaved");
            (
                isAsking ? asks
                : Parts.Concat(Filters).Concat(Others).Contains(name) ? []
                : wrong
            ).Add(name);
        }

        Assert.True(asks.Count > 20, $"Only {string.Join(", ", asks)} ask.");
        Assert.True(
            wrong.Count == 0,
            $"{string.Join(", ", wrong)}: put <UnsavedChanges /> into the form and call SavedAsync when it is saved, "
                + "or derive the dialog from RequestDialog."
        );
    }

    [Fact]
    public void Every_text_that_is_shown_once_is_shown_by_a_part_that_asks_before_leaving()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Root(), "src", "Web"), "*.razor", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();

        Assert.All(
            files.Where(text =>
                text.Contains("shown only now", StringComparison.Ordinal) && !text.Contains("<dialog", StringComparison.Ordinal)
            ),
            text =>
                Assert.True(
                    text.Contains("<OneTimeValue", StringComparison.Ordinal) || text.Contains("class=\"sd-once\"", StringComparison.Ordinal)
                )
        );
        Assert.Equal(3, files.Count(text => text.Contains("<OneTimeValue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Leaving_an_unsaved_new_secret_asks_first()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin).Open<NewSecretPage>("/secrets/new");
        screen.Type("Name", "HALF");

        await StaysAsync(screen, "/stores", "/secrets/new");
    }

    [Fact]
    public async Task Leaving_an_unsaved_edit_of_a_secret_asks_first()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "ONE");
        var screen = Host.ScreenOf(Host.Admin).Open<EditSecretPage>($"/secrets/{secret}/edit", (nameof(EditSecretPage.Id), secret.Value));
        screen.Type("Comment", "half");

        await StaysAsync(screen, $"/secrets/{secret}", $"/secrets/{secret}/edit");
    }

    [Fact]
    public async Task Leaving_unsaved_roles_asks_first()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<MemberPage>($"/members/{Host.Guest.Id}", (nameof(MemberPage.Id), Host.Guest.Id.Value));
        screen.Tick("Secrets Store Admin");

        await StaysAsync(screen, "/members", $"/members/{Host.Guest.Id}");
    }

    [Fact]
    public async Task Leaving_a_typed_password_asks_first()
    {
        var screen = Host.ScreenOf(Host.Guest).Open<AccountPage>("/account");
        screen.Select("Current password", "half");

        await StaysAsync(screen, "/", "/account");
    }

    [Fact]
    public async Task Closing_or_leaving_an_unsaved_dialog_asks_first()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");
        screen.Click("New store");
        screen.Type("Name", "half");

        await StaysAsync(screen, "/secrets", "/stores");
        screen.Click("Cancel");
        screen.Wait(() =>
            Assert.Contains(screen.JSInterop.Invocations["secretsDashboard.shouldStay"], call => call.Arguments is ["dialog"])
        );
        Assert.Equal("half", screen.Field("Name").GetAttribute("value"));
    }

    [Fact]
    public async Task An_unsaved_dialog_closes_after_confirmation()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");
        screen.Click("New store");
        screen.Type("Name", "half");

        screen.Click("Cancel");

        screen.ShowsNot("It stays as it is from then on.");
        Assert.Empty(await Host.DoAsync(Host.Owner, new Vault.Stores.ListStores()));
    }

    [Fact]
    public async Task Leaving_a_shown_token_asks_first_but_filtering_the_list_does_not()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens");
        screen.Click("New token").Select("Name", "one").Select("Read", "on").Click("Create token");
        screen.Shows("I have stored it");

        await StaysAsync(screen, "/stores", "/tokens");
        await GoAsync(screen, "/tokens?status=active");
        Assert.Equal("/tokens?status=active", screen.Address);
        screen.Click("I have stored it");
        screen.ShowsNot("I have stored it");
        await GoAsync(screen, "/stores");
        Assert.Equal("/stores", screen.Address);
    }

    [Fact]
    public async Task Leaving_a_shown_credential_for_another_tab_asks_first()
    {
        var service = await Host.DoAsync(Host.Owner, new RegisterService("worker", Scopes.Workers));
        var screen = Host.ScreenOf(Host.Owner)
            .Open<ServicePage>($"/services/{service}?tab=identity", (nameof(ServicePage.Id), service.Value));
        screen.Click("Issue credential").Select("Name", "one").Click("Issue credential", which: 1);
        screen.Shows("I have stored it");

        await StaysAsync(screen, $"/services/{service}?tab=usage", $"/services/{service}?tab=identity");
        Assert.Single(await Host.DoAsync(Host.Owner, new ListCredentials(service)));
    }

    [Fact]
    public void An_invitation_link_stays_until_it_is_stored_even_beside_the_next_one()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<MembersPage>("/members");
        foreach (var email in new[] { "one@example.org", "two@example.org" })
        {
            screen.Click("Invite member");
            screen.Select("E-mail", email);
            screen.Click("Create invitation");
            screen.Shows($"Invitation link for {email}");
        }

        screen.Shows("Invitation link for one@example.org");
        Assert.Equal(2, screen.All("[data-once]").Count);
    }

    [Fact]
    public async Task A_saved_form_can_be_left_without_a_question()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("a value");
        screen.Open<NewSecretPage>("/secrets/new");
        screen.Type("Name", "API_KEY");
        screen.Tick("Workers");

        screen.Submit();

        screen.Wait(() => Assert.Equal("/secrets?sort=-modified", screen.Address));
        var calls = screen
            .JSInterop.Invocations.Select(call => call.Identifier)
            .Where(name => name is "secretsDashboard.saved" or "secretsDashboard.shouldStay")
            .ToList();
        Assert.Equal("secretsDashboard.saved", calls[0]);
    }

    private static async Task StaysAsync(Screen screen, string target, string here)
    {
        screen.JSInterop.Setup<bool>("secretsDashboard.shouldStay", _ => true).SetResult(true);

        await GoAsync(screen, target);

        Assert.Equal(here, screen.Address);
        Assert.NotEmpty(screen.JSInterop.Invocations["secretsDashboard.shouldStay"]);
    }

    private static Task GoAsync(Screen screen, string target) =>
        screen.The<MainLayout>().InvokeAsync(() => screen.Services.GetRequiredService<NavigationManager>().NavigateTo(target));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecretsDashboard.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The repository was not found.");
    }
}
