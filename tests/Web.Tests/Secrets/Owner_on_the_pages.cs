using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Secrets;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class Owner_on_the_pages : ComponentTest
{
    private int _stores;

    [Fact]
    public async Task The_form_of_a_new_secret_stores_the_owner()
    {
        await Host.StoreAsync();
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("a value");
        screen.Open<NewSecretPage>("/secrets/new");

        screen.Type("Name", "API_KEY");
        screen.Type("Owner", "ops@example.org ");
        screen.Tick("Workers");
        screen.Submit();

        screen.Wait(() => Assert.Equal("/secrets?sort=-modified", screen.Address));
        var made = (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Items.Single();
        Assert.Equal("ops@example.org", made.Description.Owner);
    }

    [Fact]
    public async Task A_long_owner_is_refused_beside_its_field_and_nothing_is_changed()
    {
        var secret = await CreateAsync("API_KEY", "ops");
        var screen = Host.ScreenOf(Host.Admin);
        screen.TypeValue("");
        screen.Open<EditSecretPage>($"/secrets/{secret}/edit", ("Id", secret.Value));
        Assert.Equal("ops", screen.Field("Owner").GetAttribute("value"));

        screen.Type("Comment", "new");
        screen.Type("Owner", new string('o', 256));
        screen.Submit();

        screen.Shows("An owner has at most 255 characters; this one has 256.");
        Assert.Equal("true", screen.Field("Owner").GetAttribute("aria-invalid"));
        Assert.Null(screen.Field("Comment").GetAttribute("aria-invalid"));
        Assert.Equal(
            new SecretDescription { Comment = "", Owner = "ops" },
            (await Host.DoAsync(Host.Owner, new GetSecret(secret))).Description
        );
    }

    [Fact]
    public async Task The_page_of_a_secret_shows_its_owner_and_the_activity_names_its_change()
    {
        var secret = await CreateAsync("API_KEY", "ops");
        await Host.DoAsync(Host.Admin, new EditSecret(secret, Revision: null, Description: new() { Owner = "payments" }));

        Host.ScreenOf(Host.Reporter).Open<SecretPage>($"/secrets/{secret}", ("Id", secret.Value)).Shows("payments");
        Host.ScreenOf(Host.Reporter)
            .Open<SecretPage>($"/secrets/{secret}?tab=activity", ("Id", secret.Value))
            .Shows("Edit a secret (owner)");
    }

    [Fact]
    public async Task The_list_is_filtered_by_the_owner_in_its_address_and_the_export_and_the_command_keep_the_filter()
    {
        await CreateAsync("OF_OPS", "Ops & co");
        await CreateAsync("OF_OTHERS", "others");

        var screen = Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?owner=ops%20%26%20CO");

        screen.Shows("1 to 1 of 1");
        screen.ShowsNot("OF_OTHERS");
        Assert.Equal("ops & CO", screen.Field("Owner (whole name)").GetAttribute("value"));
        Assert.All(
            ["csv", "json"],
            kind =>
                Assert.Contains(
                    screen.All("a"),
                    a =>
                        a.GetAttribute("href") is { } href
                        && href.StartsWith($"secrets/export.{kind}?owner=ops%20%26%20CO", StringComparison.Ordinal)
                )
        );
        Assert.Equal("ops & CO", new SecretQuery(null, null, null, null, null, "ops & CO", null, null, null).ApiParameters["owner"]);
    }

    [Fact]
    public async Task Without_a_match_the_filter_by_owner_can_be_cleared()
    {
        await CreateAsync("OF_OPS", "ops");

        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?owner=op").Shows("Clear filters");
    }

    private async Task<SecretId> CreateAsync(string name, string owner)
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync($"store-{_stores++}"), name);
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Description: new() { Owner = owner }));
        return secret;
    }
}
