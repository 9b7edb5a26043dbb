using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class A_crowded_sign_in_queue(DesktopHost host) : BrowserTest(host)
{
    private const string Busy = "Too many sign-ins are waiting";
    private const int Attackers = 4,
        ConnectionsOfEach = 18,
        Honest = 25;

    [Fact]
    public async Task Four_addresses_with_eighteen_connections_each_do_not_prevent_others_from_signing_in()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var crowded = new TaskCompletionSource();
        var attack = Enumerable
            .Range(0, Attackers * ConnectionsOfEach)
            .Select(n => GuessAsync($"127.0.8.{1 + (n % Attackers)}", crowded, over.Token))
            .ToList();
        await crowded.Task.WaitAsync(TestContext.Current.CancellationToken);

        var refused = (await Task.WhenAll(Enumerable.Range(1, Honest).Select(SignInAsync))).Count(page => page is not null);

        await over.CancelAsync();
        await Task.WhenAll(attack);
        Assert.Equal(0, refused);
    }

    /// <summary>Guesses passwords for addresses without a member, until the attack is over or the network address is throttled.</summary>
    private async Task GuessAsync(string from, TaskCompletionSource crowded, CancellationToken over)
    {
        using var visitor = new RawVisitor(host.Server.Address, from);
        try
        {
            for (var page = ""; page is not null; )
            {
                page = await visitor.SignInAsync($"{Guid.NewGuid():n}@example.org", "not the password", over);
                if (page?.Contains(Busy, StringComparison.Ordinal) == true)
                {
                    crowded.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            crowded.TrySetResult(); // Turned away by another limit, or over.
        }
    }

    private async Task<string?> SignInAsync(int n)
    {
        Person[] people = [host.Owner, host.Admin, host.Deployer, host.Reporter];
        using var visitor = new RawVisitor(host.Server.Address, $"127.0.9.{n}");
        return await visitor.SignInAsync(
            people[n % people.Length].Email,
            people[n % people.Length].Password,
            TestContext.Current.CancellationToken
        );
    }
}
