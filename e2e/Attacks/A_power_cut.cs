using System.Collections.Concurrent;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>What was acknowledged is there after the process was killed in the middle of work.</summary>
public sealed class A_power_cut(Chromium chromium)
{
    private const int Readers = 8, Reads = 2_000;

    [Fact]
    public async Task A_killed_server_has_everything_that_it_acknowledged_and_an_unbroken_audit_log()
    {
        await using var household = await Hermitage.OpenAsync("power-cut", chromium);
        var writing = await household.Owner.OpenAsync("/secrets/new");
        for (var number = 1; number <= 3; number++)
        {
            await household.Owner.CreateSecretAsync(new(household.Store, $"acknowledged-{number}", household.NewCanary(), "", "Workers"));
        }

        await writing.FillNewSecretAsync(new(household.Store, "perhaps", household.NewCanary(), "", "Workers"));
        await writing.Button("Create secret").ClickAsync();
        await household.Server.KillAsync();
        await household.Server.StartAsync();

        var page = await household.Owner.OpenSecretsAsync("acknowledged-");
        for (var number = 1; number <= 3; number++)
        {
            await Expect(page.RowOf($"acknowledged-{number}")).ToBeVisibleAsync();
        }

        var (exitCode, output) = await household.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Every_value_that_left_a_server_before_it_was_killed_has_its_audit_row()
    {
        await using var household = await Hermitage.OpenAsync("power-cut-reads", chromium);
        var (_, credential) = await household.MakeReaderAsync();
        var (left, enough) = (new ConcurrentBag<string>(), new TaskCompletionSource());
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            // Until nobody answers any more.
            while (await household.TryReadAsync(credential, "KEY") is { } read)
            {
                Assert.Equal(200, read.Status);
                left.Add(read.RequestId);
                if (left.Count >= Reads)
                {
                    enough.TrySetResult();
                }
            }
        })).ToList();

        await Task.WhenAny(enough.Task, Task.WhenAll(readers));
        await household.Server.KillAsync();
        await Task.WhenAll(readers);
        await household.Server.StartAsync();

        var rows = await household.ResolvedAsync();
        Assert.DoesNotContain(left, id => !rows.Contains(id));
        var (exitCode, output) = await household.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }
}
