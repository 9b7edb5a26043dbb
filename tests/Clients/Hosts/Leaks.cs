using SecretsDashboard.E2E.Canaries;

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>The values that the tests put in, none of which may come out to a client again.</summary>
internal sealed class Leaks
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

    /// <summary>Fails the test whose client was given a value, in whole or by a part of 24 characters.</summary>
    public void MustNotBeIn(string received)
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
