using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Stores;

namespace SecretsDashboard.Web.Tests.Stores;

public sealed class Stores_page : ComponentTest
{
    [Fact]
    public async Task An_admin_creates_a_store()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");

        screen.Click("New store");
        screen.Type("Name", "production");
        screen.Click("Create store");

        screen.Shows("Store production created.");
        Assert.Equal("production", (await Host.DoAsync(Host.Owner, new ListStores())).Single().Name);
    }

    [Fact]
    public void A_bad_name_is_reported_beside_the_field_and_stays()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");

        screen.Click("New store");
        screen.Type("Name", "two words");
        screen.Click("Create store");

        screen.Shows("A name can contain only letters");
        Assert.Equal("two words", screen.Field("Name").GetAttribute("value"));
    }

    [Theory]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public void A_member_who_may_not_manage_stores_sees_the_reason(Roles roles) =>
        Host.ScreenOf(Host.With(roles)).Open<StoresPage>("/stores").ShowsOff("New store", $"You are {roles}.");

    [Fact]
    public async Task A_store_with_content_is_deleted_only_after_explicit_confirmation()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var screen = Host.ScreenOf(Host.Admin).Open<StoresPage>("/stores");

        screen.Click("Actions for production");
        screen.Choose("Delete");
        screen.Shows("It holds 1 secret and 0 services");
        screen.Type("Type the name to confirm", "production");
        Assert.True(screen.Button("Delete store").HasAttribute("disabled"));
        Assert.Single(await Host.DoAsync(Host.Owner, new ListStores()));

        screen.Tick("Delete everything in it too: secrets with their values, services with their bindings");
        screen.Click("Delete store");
        screen.Shows("Store production deleted.");
        Assert.Empty(await Host.DoAsync(Host.Owner, new ListStores()));
    }
}
