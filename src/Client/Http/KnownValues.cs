using System.Collections.Concurrent;

namespace SecretsDashboard.Client.Http;

/// <summary>The last values from the server, by name: at most as many as the service has bindings.</summary>
internal sealed class KnownValues
{
    private readonly ConcurrentDictionary<string, SecretValue> _values = new(StringComparer.Ordinal);

    public SecretValue? Find(string name) => _values.GetValueOrDefault(name);

    public SecretValue Store(SecretValue value) => _values[value.Name] = value;

    public void Forget(string name) => _values.TryRemove(name, out _);

    public void ForgetAll() => _values.Clear();
}
