using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.Client.Tests;

/// <summary>The sample service beside the real server, each a process of its own.</summary>
public sealed class A_service_that_uses_the_client(ClientHost host)
{
    private const string Value = "the-first-value-of-the-sample",
        Newer = "a-newer-value-of-the-sample";

    [Fact]
    public async Task A_service_reads_its_secrets_as_configuration_and_one_by_one()
    {
        var service = await host.ServiceAsync(("Stripe__Key", Value), ("PLAIN", "line one\nline two"));
        await using var sample = await SampleProcess.StartAsync(host.Address, ("Credential", service.Credential));

        Assert.Equal(Print(Value), await sample.GetAsync("/configured/Stripe:Key"));
        Assert.Equal(Print("line one\nline two"), await sample.GetAsync("/configured/plain"));
        Assert.Equal($"{Print(Value)} version 1", await sample.GetAsync("/asked/Stripe__Key"));
        Assert.Equal("NotFound", await sample.GetAsync("/asked/NO_SUCH"));
        Assert.StartsWith("Healthy: 2 values", await sample.GetAsync("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_service_sees_changed_values_and_bindings_without_a_restart()
    {
        var service = await host.ServiceAsync(("KEY", Value));
        await using var sample = await SampleProcess.StartAsync(host.Address, ("Credential", service.Credential));

        await service.ChangeAsync("KEY", Newer);
        await sample.UntilAsync("/configured/KEY", text => text == Print(Newer));
        await service.BindAsync("ANOTHER", "another value");
        await sample.UntilAsync("/configured/ANOTHER", text => text == Print("another value"));
        await service.UnbindAsync("KEY");
        await sample.UntilAsync("/configured/KEY", text => text.Length == 0);
        Assert.Equal("NotFound", await sample.GetAsync("/asked/KEY"));
        await service.BindAgainAsync("KEY");
        await sample.UntilAsync("/configured/KEY", text => text == Print(Newer));
        Assert.Equal($"{Print(Newer)} version 2", await sample.GetAsync("/asked/KEY"));
        await service.NarrowAsync("KEY");
        await sample.UntilAsync("/configured/KEY", text => text.Length == 0);
        Assert.Equal("Refused", await sample.GetAsync("/asked/KEY"));
    }

    [Fact]
    public async Task A_service_keeps_its_last_values_while_the_server_is_down_reports_it_and_catches_up()
    {
        var stoppable = new StoppableClientHost();
        await stoppable.InitializeAsync();
        var service = await stoppable.ServiceAsync(("KEY", Value), ("OTHER", "of another"));
        await using var sample = await SampleProcess.StartAsync(stoppable.Address, ("Credential", service.Credential));
        await sample.UntilAsync("/health", text => text.StartsWith("Healthy", StringComparison.Ordinal));

        await stoppable.KillAsync();
        var health = await sample.UntilAsync("/health", text => text.StartsWith("Degraded", StringComparison.Ordinal));
        Assert.Matches(
            @"2 values, last received from http://127\.0\.0\.1:\d+/ at [-0-9]+ [:0-9]+Z; it has been unreachable since [-0-9]+ [:0-9]+Z",
            health
        );
        Assert.Equal(Print(Value), await sample.GetAsync("/configured/KEY"));

        await stoppable.StartAgainAsync();
        await service.ChangeAsync("KEY", Newer);
        await sample.UntilAsync("/configured/KEY", text => text == Print(Newer));
        await sample.UntilAsync("/health", text => text.StartsWith("Healthy: 2 values", StringComparison.Ordinal));
        await stoppable.DisposeAsync();
    }

    [Fact]
    public async Task A_revoked_credential_makes_a_service_unhealthy_and_removes_its_values_if_so_configured()
    {
        var service = await host.ServiceAsync(("KEY", Value));
        await using var sample = await SampleProcess.StartAsync(
            host.Address,
            ("Credential", service.Credential),
            ("KeepWhenRefused", "00:00:00")
        );
        await using var keeping = await SampleProcess.StartAsync(host.Address, ("Credential", service.Credential));

        await service.RevokeAsync();

        await sample.UntilAsync(
            "/health",
            text =>
                text.StartsWith("Unhealthy", StringComparison.Ordinal)
                && text.Contains("the credential is not valid", StringComparison.Ordinal)
        );
        await sample.UntilAsync("/configured/KEY", text => text.Length == 0);
        await keeping.UntilAsync("/health", text => text.StartsWith("Unhealthy", StringComparison.Ordinal));
        Assert.Equal(Print(Value), await keeping.GetAsync("/configured/KEY"));
    }

    [Fact]
    public async Task A_service_recovers_when_the_rolled_credential_is_written_to_its_file()
    {
        var service = await host.ServiceAsync(("KEY", Value));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, service.Credential + "\n");
        await using var sample = await SampleProcess.StartAsync(host.Address, ("CredentialFile", file));
        Assert.Equal(Print(Value), await sample.GetAsync("/configured/KEY"));

        var rolled = await service.RollAsync();
        await sample.UntilAsync("/health", text => text.StartsWith("Unhealthy", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, rolled);

        await sample.UntilAsync("/health", text => text.StartsWith("Healthy", StringComparison.Ordinal));
        await service.ChangeAsync("KEY", Newer);
        await sample.UntilAsync("/configured/KEY", text => text == Print(Newer));
        File.Delete(file);
    }

    [Fact]
    public async Task A_service_does_not_start_without_its_secrets_unless_they_are_optional()
    {
        var nowhere = new Uri("http://127.0.0.1:1");

        var failed = await SampleProcess.FailAsync(nowhere, ("Credential", "sds_guess"), ("StartTimeout", "00:00:02"));
        Assert.Contains($"The secrets could not be read from {nowhere}, and they are not optional.", failed, StringComparison.Ordinal);
        var refused = await SampleProcess.FailAsync(host.Address, ("Credential", "sds_guess"));
        Assert.Contains("the credential is not valid", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("sds_guess", failed + refused, StringComparison.Ordinal);

        await using var sample = await SampleProcess.StartAsync(nowhere, ("Credential", "sds_guess"), ("Optional", "true"));
        Assert.StartsWith("Unhealthy: http://127.0.0.1:1/ was never reached", await sample.GetAsync("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_service_nor_the_server_logs_a_value_or_the_credential()
    {
        var service = await host.ServiceAsync(("KEY", Value));
        await using var sample = await SampleProcess.StartAsync(host.Address, ("Credential", service.Credential));
        await sample.GetAsync("/asked/KEY");
        await service.ChangeAsync("KEY", Newer);
        await sample.UntilAsync("/configured/KEY", text => text == Print(Newer));

        Assert.Contains("runtime/v1/bindings", sample.Log, StringComparison.Ordinal);
        Assert.All(
            [Value, Newer, service.Credential, service.Credential[8..24]],
            secret => Assert.DoesNotContain(secret, sample.Log + host.Log, StringComparison.Ordinal)
        );
    }

    private static string Print(string value) =>
        $"{Encoding.UTF8.GetByteCount(value)} bytes, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..16]}";
}
