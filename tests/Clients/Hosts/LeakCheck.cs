using SecretsDashboard.E2E.Canaries;

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>The values that the tests store; no client may receive one.</summary>
internal sealed class LeakCheck
{
    private readonly List<string> _values = [];

    public string NewValue()
    {
        var value = Canary.New();
        lock (_values)
        {
            _values.Add(value);
        }

        return value;
    }

    /// <summary>Fails the test if its client received a value or 24 characters of one.</summary>
    public void AssertNoneIn(string received)
    {
        lock (_values)
        {
            Assert.DoesNotContain(
                _values,
                value => Windows(value).Any(window => received.Contains(window, StringComparison.OrdinalIgnoreCase))
            );
        }
    }

    private static IEnumerable<string> Windows(string value) =>
        Enumerable.Range(0, value.Length - 23).Select(at => value.Substring(at, 24));
}
