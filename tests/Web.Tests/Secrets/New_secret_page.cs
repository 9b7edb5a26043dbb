using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Secrets;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class New_secret_page : ComponentTest
{
    [Fact]
    public async Task The_form_creates_a_secret_and_does_not_show_its_value()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("canary-7d21");
        screen.Open<NewSecretPage>("/secrets/new");

        screen.Type("Name", "API_KEY");
        screen.Type("Comment", "for billing");
        screen.Tick("Workers");
        screen.Tick("Access");
        screen.Submit();

        screen.Wait(() => Assert.Equal("/secrets?sort=-modified", screen.Address));
        var made = (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Items.Single();
        Assert.Equal(("API_KEY", "for billing", Scopes.Workers | Scopes.Access), (made.Name, made.Description.Comment, made.Scopes));
        Assert.DoesNotContain("canary", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_problem_is_shown_beside_its_field_and_the_input_stays()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("");
        screen.Open<NewSecretPage>("/secrets/new");

        screen.Type("Name", "two words");
        screen.Type("Comment", "still here");
        screen.Submit();

        screen.Shows("A name can contain only letters");
        screen.Shows("Enter a value.");
        screen.Shows("Choose at least one scope");
        Assert.Equal("true", screen.Field("Name").GetAttribute("aria-invalid"));
        Assert.Equal("two words", screen.Field("Name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_value_that_cannot_be_stored_is_refused_before_it_is_sent()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("", problem: "The value holds half of a surrogate pair.");
        screen.Open<NewSecretPage>("/secrets/new");

        screen.Type("Name", "API_KEY");
        screen.Submit();

        screen.Shows("The value holds half of a surrogate pair.");
    }

    [Fact]
    public async Task Several_new_secrets_are_created_all_or_none_and_the_problem_is_shown_at_its_secret()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "TAKEN");
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("a value");
        screen.Open<NewSecretPage>("/secrets/new");

        screen.Type("Name", "ONE");
        screen.Click("Add another secret");
        screen.Wait(() => Assert.Equal(2, screen.All("fieldset.sd-draft").Count));
        screen.TypeInto("fieldset.sd-draft input.sd-mono", "TAKEN", which: 1);
        screen.Tick("Workers");
        screen.Submit();

        screen.Wait(() =>
            Assert.Contains("A secret named TAKEN already exists", screen.All("fieldset.sd-draft")[1].TextContent, StringComparison.Ordinal)
        );
        Assert.Equal(1, (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task A_reporter_who_opens_the_page_sees_the_reason_and_no_form()
    {
        await Host.StoreAsync();

        var screen = Host.ScreenOf(Host.Reporter).Open<NewSecretPage>("/secrets/new");

        screen.Shows("Needs Super Administrator or Admin. You are Reporter.");
        Assert.Empty(screen.All("form.sd-form"));
    }

    [Fact]
    public async Task An_open_form_keeps_its_input_when_the_role_is_lost_and_the_server_refuses_it()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("a value");
        screen.Open<NewSecretPage>("/secrets/new");
        screen.Type("Name", "TOO_LATE");
        screen.Tick("Workers");

        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);
        screen.Shows("You are Reporter.");
        screen.Submit();

        screen.Shows("The secret was not created");
        Assert.Equal("TOO_LATE", screen.Field("Name").GetAttribute("value"));
        Assert.Equal(0, (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Total);
    }
}
