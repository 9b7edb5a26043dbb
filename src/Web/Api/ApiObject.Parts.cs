using System.Text.Json;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Api;

/// <summary>Reads members of an object that aren't single strings.</summary>
internal sealed partial class ApiObject
{
    public bool IsNull(string name) => Find(name, out var found) && found.ValueKind == JsonValueKind.Null;

    /// <summary>An object as a member; null when it is missing or null.</summary>
    public ApiObject? Inner(string name) =>
        !Find(name, out var found) || found.ValueKind == JsonValueKind.Null ? null : At(found, $"{pointer}/{name}", reading);

    /// <summary>An array of objects; empty when it is missing or null. More than <paramref name="maxCount"/> are a problem.</summary>
    public IReadOnlyList<ApiObject> Inners(string name, int maxCount) =>
        [.. Elements(name, maxCount).Select((e, i) => At(e, $"{pointer}/{name}/{i}", reading)).OfType<ApiObject>()];

    /// <summary>An array of ids, each as a string or as <c>{"id":…}</c>; empty when it is missing or null.</summary>
    public IReadOnlyList<(string? Id, string Pointer)> Ids(string name, int maxCount) =>
        [.. Elements(name, maxCount).Select((e, i) => (IdOf(e, $"{name}/{i}"), $"{name}/{i}"))];

    /// <summary>The names and string values of an object; empty when it is missing or null. More than
    /// <paramref name="maxCount"/> are a problem.</summary>
    public IReadOnlyList<(string Name, string? Text)> Entries(string name, int maxCount)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (found.ValueKind != JsonValueKind.Object || found.GetPropertyCount() > maxCount)
        {
            Add(name, $"Expected an object of at most {maxCount} members.");
            return [];
        }
        return [.. found.EnumerateObject().Select(p => (NameOf(p), TextOf(p.Value)))];
    }

    /// <summary>Null when it is missing or null.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        // The offset from UTC is required, so that the time is unambiguous.
        if (Rfc3339.Find(text) is { } time)
        {
            return time;
        }
        Add(name, "Expected an RFC 3339 time such as 2030-01-31T23:59:59Z.");
        return null;
    }

    /// <summary>Null when it is missing or null.</summary>
    public bool? Flag(string name)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return found.GetBoolean();
        }
        Add(name, "Expected true or false.");
        return null;
    }

    /// <summary>Null when it is missing or null.</summary>
    public int? Number(string name)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number))
        {
            return number;
        }
        Add(name, "Expected a whole number.");
        return null;
    }

    /// <summary>Adds a problem when the object has another member. Its name is not repeated, because it may be anything.</summary>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        _known.UnionWith(element.EnumerateObject().Select(NameOf));
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(NameOf(member)))
            {
                reading.Problems.Add(
                    Problem.Invalid("condition_invalid", $"Only {string.Join(" and ", known.ToArray())} are allowed here.", pointer)
                );
                return;
            }
        }
    }

    /// <summary>Adds a problem about the meaning of a member whose format is valid.</summary>
    public void Refuse(string code, string message, string place) =>
        reading.Problems.Add(Problem.Invalid(code, message, $"{pointer}/{place}"));

    private IEnumerable<JsonElement> Elements(string name, int maxCount)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (found.ValueKind == JsonValueKind.Array && found.GetArrayLength() <= maxCount)
        {
            return found.EnumerateArray();
        }
        Add(name, $"Expected an array of at most {maxCount} items.");
        return [];
    }

    private string? IdOf(JsonElement found, string place)
    {
        var text = TextOf(found.ValueKind == JsonValueKind.Object && found.TryGetProperty("id", out var id) ? id : found);
        if (text is null)
        {
            Add(place, "Expected an id, as a string or as an object with an id.");
        }
        return text;
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return ""; // An escaped lone surrogate.
        }
    }
}
