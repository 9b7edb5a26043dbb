using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecretsDashboard.Client.Tests;

/// <summary>One program can be two services, whose values stay separate.</summary>
public sealed class Several_clients_in_one_program(ClientHost host)
{
    [Fact]
    public async Task Two_services_in_one_program_share_a_configuration_in_which_the_later_one_wins()
    {
        var (one, other) = (
            await host.ServiceAsync(("SHARED", "of one"), ("ONE", "one")),
            await host.ServiceAsync(("SHARED", "of the other"), ("OTHER", "other"))
        );
        var configuration = new ConfigurationBuilder().AddSecretsDashboard(OptionsOf(one)).AddSecretsDashboard(OptionsOf(other)).Build();
        using var both = (IDisposable)configuration;

        Assert.Equal(["one", "other", "of the other"], [configuration["ONE"], configuration["OTHER"], configuration["SHARED"]]);
    }

    [Fact]
    public async Task Two_services_in_one_program_each_have_a_client_of_their_own()
    {
        var (one, other) = (await host.ServiceAsync(("KEY", "of one")), await host.ServiceAsync(("KEY", "of the other")));
        await using var services = new ServiceCollection()
            .AddSecretsDashboardClient(OptionsOf(one))
            .AddKeyedSecretsDashboardClient("other", OptionsOf(other))
            .BuildServiceProvider();

        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal("of one", (await services.GetRequiredService<SecretsDashboardClient>().GetAsync("KEY")).Value);
            Assert.Equal("of the other", (await services.GetRequiredKeyedService<SecretsDashboardClient>("other").GetAsync("KEY")).Value);
        }
    }

    [Fact]
    public void A_second_registration_that_would_replace_the_first_is_rejected()
    {
        static void Configure(SecretsDashboardOptions o) =>
            (o.Address, o.Credential, o.Optional, o.StartTimeout) = (new Uri("http://127.0.0.1:1"), "sds_a", true, TimeSpan.Zero);
        var services = new ServiceCollection().AddSecretsDashboardClient(Configure).AddKeyedSecretsDashboardClient("other", Configure);

        Assert.Throws<InvalidOperationException>(() => services.AddSecretsDashboardClient(Configure));
        Assert.Throws<InvalidOperationException>(() => services.AddKeyedSecretsDashboardClient("other", Configure));
        Assert.Throws<ArgumentException>(() => services.AddKeyedSecretsDashboardClient("", Configure));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        using var configuration = builder.Configuration;
        builder.AddSecretsDashboard(Configure);
        Assert.Throws<InvalidOperationException>(() => builder.AddSecretsDashboard(Configure));
    }

    private Action<SecretsDashboardOptions> OptionsOf(TestService service) =>
        o => (o.Address, o.Credential) = (host.Address, service.Credential);
}
