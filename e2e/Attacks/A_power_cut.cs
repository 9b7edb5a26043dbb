using System.Collections.Concurrent;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>Acknowledged writes are still there after the process was killed during work.</summary>
public sealed class A_power_cut(Chromium chromium)
{
    private const int Readers = 8,
        Reads = 2_000;

    [Fact]
    public async Task A_killed_server_has_everything_that_it_acknowledged_and_an_unbroken_audit_log()
    {
        await using var host = await DedicatedHost.OpenAsync("power-cut", chromium);
        var writing = await host.Owner.OpenAsync("/secrets/new");
        for (var number = 1; number <= 3; number++)
        {
            await host.Owner.CreateSecretAsync(new(host.Store, $"acknowledged-{number}", host.NewCanary(), "", "Workers"));
        }

        await writing.FillNewSecretAsync(new(host.Store, "perhaps", host.NewCanary(), "", "Workers"));
        await writing.Button("Create secret").ClickAsync();
        await host.Server.KillAsync();
        await host.Server.StartAsync();

        var page = await host.Owner.OpenSecretsAsync("acknowledged-");
        for (var number = 1; number <= 3; number++)
        {
            await Expect(page.RowOf($"acknowledged-{number}")).ToBeVisibleAsync();
        }

        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Every_value_that_left_a_server_before_it_was_killed_has_its_audit_row()
    {
        await using var host = await DedicatedHost.OpenAsync("power-cut-reads", chromium);
        var (_, credential) = await host.MakeReaderAsync();
        var (left, enough) = (new ConcurrentBag<string>(), new TaskCompletionSource());
        var readers = Enumerable
            .Range(0, Readers)
            .Select(_ =>
                Task.Run(async () =>
                {
                    // Until the server no longer responds.
                    while (await host.TryReadAsync(credential, "KEY") is { } read)
                    {
                        Assert.Equal(200, read.Status);
                        left.Add(read.RequestId);
                        if (left.Count >= Reads)
                        {
                            enough.TrySetResult();
                        }
                    }
                })
            )
            .ToList();

        await Task.WhenAny(enough.Task, Task.WhenAll(readers));
        await host.Server.KillAsync();
        await Task.WhenAll(readers);
        await host.Server.StartAsync();

        var rows = await host.ResolvedAsync();
        Assert.DoesNotContain(left, id => !rows.Contains(id));
        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }
}
