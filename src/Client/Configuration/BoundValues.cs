namespace SecretsDashboard.Client.Configuration;

/// <summary>The latest known values of all bindings.</summary>
internal sealed class BoundValues(SecretsDashboardClient client)
{
    private const int AtOnce = 4;

    private Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The values as configuration keys: <c>__</c> in a name becomes <c>:</c>, as for environment variables. If several names map
    /// to the same key, the last one in character order is used; the others are returned in <paramref name="hidden"/>.</summary>
    public Dictionary<string, string?> Keys(out IReadOnlyList<string> hidden)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lost = new List<string>();
        foreach (var (name, value) in _values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var key = name.Replace("__", ":", StringComparison.Ordinal);
            if (names.TryGetValue(key, out var before))
            {
                lost.Add(before);
            }
            (keys[key], names[key]) = (value, name);
        }
        hidden = lost;
        return keys;
    }

    /// <summary>Reads all values again; the server does not resend unchanged ones. If a read fails, all values stay unchanged.</summary>
    public async Task ReadAllAsync(CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = await client.ListAsync(cancel).ConfigureAwait(false);
        await Parallel
            .ForEachAsync(
                names,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (name, over) =>
                {
                    if (await FindAsync(name.Name, over).ConfigureAwait(false) is { } value)
                    {
                        lock (values)
                        {
                            values[name.Name] = value;
                        }
                    }
                }
            )
            .ConfigureAwait(false);
        _values = values;
    }

    /// <summary>Reads one value again, and removes it if its binding no longer exists.</summary>
    public async Task ReadAsync(string name, CancellationToken cancel)
    {
        if (await FindAsync(name, cancel).ConfigureAwait(false) is { } value)
        {
            _values[name] = value;
        }
        else
        {
            _values.Remove(name);
        }
    }

    /// <summary>Removes all values from memory, including the copies kept for comparison.</summary>
    public void Clear()
    {
        _values = new(StringComparer.Ordinal);
        client.ForgetAll();
    }

    private async Task<string?> FindAsync(string name, CancellationToken cancel)
    {
        try
        {
            return (await client.ReadAsync(name, cancel).ConfigureAwait(false)).Value;
        }
        catch (SecretsDashboardException e) when (e.Failure is SecretsDashboardFailure.NotFound or SecretsDashboardFailure.Refused)
        {
            return null;
        }
    }
}
