using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Services_page : ComponentTest
{
    [Fact]
    public async Task A_deployer_registers_a_service_and_is_led_to_its_page()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<ServicesPage>("/services");

        screen.ShowsOn("New service");
        screen.Click("New service").Type("Name", "checkout").Select("Kind", "workers").Click("Register service");

        screen.Wait(() => Assert.StartsWith("/services/", screen.Address, StringComparison.Ordinal));
        var service = (await Host.DoAsync(Host.Owner, new ListServices(new ServiceFilter(), new PageRequest(1, 25)))).Items.Single();
        Assert.Equal(("checkout", Scopes.Workers), (service.Name, service.Kind));
    }

    [Fact]
    public void Each_problem_is_shown_beside_its_field_and_the_input_stays()
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
    public void A_member_who_may_not_deploy_sees_why_they_cannot_register_a_service(Roles roles) =>
        Host.ScreenOf(Host.With(roles))
            .Open<ServicesPage>("/services")
            .ShowsOff("New service", $"Needs Super Administrator or Deployer. You are {roles}.");

    [Fact]
    public async Task An_empty_list_says_whether_there_are_no_services_or_no_matches()
    {
        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services").Shows("No services yet");

        await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers));

        Host.ScreenOf(Host.Reporter).Open<ServicesPage>("/services?q=billing").Shows("No service matches");
    }

    [Fact]
    public void A_member_without_a_role_sees_why_the_services_are_not_shown()
    {
        var screen = Host.ScreenOf(Host.Guest).Open<ServicesPage>("/services");

        screen.Shows("The services can't be shown");
        screen.Shows("You hold no role.");
    }

    [Fact]
    public async Task A_service_with_bindings_is_removed_only_after_explicit_confirmation()
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
