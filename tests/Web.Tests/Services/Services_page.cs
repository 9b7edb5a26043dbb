using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Services_page : ComponentTest
{
    [Fact]
    public async Task A_deployer_registers_a_service_and_is_led_to_it()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<ServicesPage>("/services");

        screen.ShowsOn("New service");
        screen.Click("New service").Type("Name", "checkout").Select("Kind", "workers").Click("Register service");

        screen.Wait(() => Assert.StartsWith("/services/", screen.Address, StringComparison.Ordinal));
        var service = (await Host.DoAsync(Host.Owner, new ListServices(new ServiceFilter(), new PageRequest(1, 25)))).Items.Single();
        Assert.Equal(("checkout", Scopes.Workers), (service.Name, service.Kind));
    }

    [Fact]
    public void All_that_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<ServicesPage>("/services");

        screen.ShowsOn("New service");
        screen.Click("New service").Type("Name", "two words").Click("Register service");

        screen.Shows("A name can contain only letters");
        screen.Shows("Choose the kind of service.");
        Assert.Equal("two words", screen.Field("Name").GetAttribute("value"));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    public void Who_does_not_deploy_sees_why_a_service_can_not_be_registered(Roles roles) =>
        Host.ScreenOf(Host.With(roles))
            .Open<ServicesPage>("/services")
            .ShowsOff("New service", $"Needs Super Administrator or Deployer. You are {roles}.");

    [Fact]
    public async Task An_empty_list_says_whether_there_is_nothing_or_nothing_that_matches()
    {
        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services").Shows("No services yet");

        await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers));

        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services?q=billing").Shows("No service matches");
    }

    [Fact]
    public void A_member_without_a_role_sees_both_checks_instead_of_a_list()
    {
        var screen = Host.ScreenOf(Host.Guest).Open<ServicesPage>("/services");

        screen.Shows("The services can't be shown");
        screen.Shows("You hold no role.");
    }

    [Fact]
    public async Task A_service_with_bindings_goes_only_when_ticked_on_purpose()
    {
        var service = await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(await Host.StoreAsync(), "STRIPE"), "API_KEY"));
        var screen = Host.ScreenOf(Host.Deployer).Open<ServicesPage>("/services");

        screen.Click("Actions for checkout").Choose("Remove");
        screen.Type("Type the name to confirm", "checkout").Click("Remove service");
        screen.Shows("API_KEY reads STRIPE");

        screen.Tick("Remove it together with its bindings").Click("Remove service");
        screen.Shows("Service checkout removed.");
    }
}
