using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecretsDashboard.Client.Tests;

/// <summary>The client returns all valid names and values from the real server unchanged.</summary>
public sealed class Names_and_values(ClientHost host)
{
    [Fact]
    public async Task Binding_names_become_configuration_keys_as_environment_variables_do()
    {
        var service = await host.ServiceAsync(
            ("A__B__C", "deep"),
            ("X___Y", "three"),
            ("__LEADING", "leading"),
            ("TRAILING__", "trailing"),
            ("CASE", "upper"),
            ("case", "lower")
        );
        var configuration = new ConfigurationBuilder()
            .AddSecretsDashboard(o => (o.Address, o.Credential) = (host.Address, service.Credential))
            .Build();
        using var end = (IDisposable)configuration;

        Assert.Equal(
            ["deep", "three", "leading", "trailing", "lower"],
            [configuration["A:B:C"], configuration["X:_Y"], configuration[":LEADING"], configuration["TRAILING:"], configuration["CASE"]]
        );
        Assert.Equal("deep", configuration.GetSection("a:b")["c"]);
        Assert.Null(configuration["A__B__C"]);
    }

    [Fact]
    public async Task The_health_check_reports_a_binding_that_another_binding_hides()
    {
        var service = await host.ServiceAsync(("API_KEY", "upper"), ("Api_Key", "mixed"), ("OTHER", "other"));
        var configuration = new ConfigurationBuilder()
            .AddSecretsDashboard(o => (o.Address, o.Credential) = (host.Address, service.Credential))
            .Build();
        using var end = (IDisposable)configuration;
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddHealthChecks()
            .AddSecretsDashboard()
            .Services.BuildServiceProvider();

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        var entry = Assert.Single(report.Entries).Value;
        Assert.Equal(("mixed", HealthStatus.Healthy, "API_KEY"), (configuration["API_KEY"], entry.Status, entry.Data["hidden"]));
        Assert.Contains(
            "Not in the configuration: API_KEY, because another binding has the same key",
            entry.Description,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Values_of_up_to_64_KiB_arrive_unchanged()
    {
        var special = "line\r\nline\ttab \"quoted\" \\ \u0001 \u2028 </script> é 漢字 😀 e\u0301 \uFEFF";
        var worst = special + new string('\u0001', 65_536 - Encoding.UTF8.GetByteCount(special));
        Assert.Equal(65_536, Encoding.UTF8.GetByteCount(worst));
        var service = await host.ServiceAsync(("ODD", special), ("WORST", worst));
        void Options(SecretsDashboardOptions o) => (o.Address, o.Credential) = (host.Address, service.Credential);
        var configuration = new ConfigurationBuilder().AddSecretsDashboard(Options).Build();
        using var end = (IDisposable)configuration;
        await using var services = new ServiceCollection().AddSecretsDashboardClient(Options).BuildServiceProvider();
        var client = services.GetRequiredService<SecretsDashboardClient>();

        Assert.Equal((special, worst), (configuration["ODD"], configuration["WORST"]));
        Assert.Equal((special, worst), ((await client.GetAsync("ODD")).Value, (await client.GetAsync("WORST")).Value));
        Assert.Equal(["ODD", "WORST"], (await client.ListAsync()).Select(n => n.Name));
    }
}
