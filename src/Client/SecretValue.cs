namespace SecretsDashboard.Client;

/// <summary>A binding of the service: its name, and the number of the secret's current version.</summary>
/// <param name="Name">Letters, digits and <c>_</c>.</param>
/// <param name="Version">1 for the first value of a secret, incremented with each replacement.</param>
public sealed record SecretName(string Name, int Version);

/// <summary>A value that the service received. Printing it shows its name and version, never the value.</summary>
public sealed class SecretValue
{
    internal SecretValue(string name, int version, string value, string? tag, DateTimeOffset confirmed, bool isCurrent = true) =>
        (Name, Version, Value, Tag, Confirmed, IsCurrent) = (name, version, value, tag, confirmed, isCurrent);

    /// <summary>The name under which the service is bound to the secret.</summary>
    public string Name { get; }

    /// <summary>The number of the secret's version.</summary>
    public int Version { get; }

    /// <summary>The value itself: 1 to 65,536 bytes of UTF-8, exactly as it was entered.</summary>
    public string Value { get; }

    /// <summary>When the server last confirmed this value.</summary>
    public DateTimeOffset Confirmed { get; }

    /// <summary>False if the server could not be reached just now, and this is the last known value.</summary>
    public bool IsCurrent { get; }

    internal string? Tag { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, version {Version}";

    internal SecretValue At(DateTimeOffset confirmed) => new(Name, Version, Value, Tag, confirmed);

    internal SecretValue AsCached() => new(Name, Version, Value, Tag, Confirmed, isCurrent: false);
}
