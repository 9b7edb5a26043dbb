using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Web.Api;

/// <summary>One object of a body. Unknown members are ignored, as Cloudflare ignores them, and
/// listed in the response; a known member of the wrong type is a problem.</summary>
/// <param name="pointer">Its position in the body.</param>
internal sealed partial class ApiObject(JsonElement element, string pointer, ApiReading reading)
{
    private const int MaxScopes = 64;

    private readonly HashSet<string> _known = [];

    public const string NoJson =
        "The body is not valid JSON in UTF-8, repeats a member of an object, is nested too deeply, or holds too much.";

    public const string Utf16 = "The body is in UTF-16. Send it in UTF-8.";

    /// <summary>The object at a position; null, and a problem, when it is something else.</summary>
    /// <param name="error">The message when the body is missing or invalid.</param>
    public static ApiObject? At(JsonElement? element, string pointer, ApiReading reading, string error = NoJson)
    {
        if (element is { ValueKind: JsonValueKind.Object } found)
        {
            var read = new ApiObject(found, pointer, reading);
            reading.Objects.Add(read);
            return read;
        }
        reading.Problems.Add(Wrong(element is null ? error : "Expected an object.", pointer));
        return null;
    }

    public static Problem Wrong(string message, string pointer) => Problem.Invalid(ProblemMapping.BadBody, message, pointer);

    public bool Has(string name) => Find(name, out _);

    /// <summary>The names of the members that were not read; an empty name for one that isn't valid text.</summary>
    public IEnumerable<string> Unread() => element.EnumerateObject().Select(NameOf).Where(name => !_known.Contains(name));

    private bool Find(string name, out JsonElement found)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out found);
    }

    /// <summary>Null when it is missing or null.</summary>
    public string? Text(string name)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (TextOf(found) is { } text)
        {
            return text;
        }
        Add(name, "Expected a string without lone surrogates (half characters).");
        return null;
    }

    /// <summary>An array of strings; empty when it is missing or null.</summary>
    /// <param name="maxCount">The maximum number; one more is read, so that the operation can reject the request.</param>
    public IReadOnlyList<string?> Texts(string name, int maxCount)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (found.ValueKind != JsonValueKind.Array || found.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
        {
            Add(name, "Expected an array of strings.");
            return [];
        }
        return [.. found.EnumerateArray().Take(maxCount + 1).Select(TextOf)];
    }

    /// <summary>The bytes of a value. They are never a string. Empty when it is missing; null when it can't be encoded as UTF-8.</summary>
    public Plaintext? Value(string name)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return Plaintext.TryOwn([]);
        }
        if (found.ValueKind == JsonValueKind.String)
        {
            return BytesOf(JsonMarshal.GetRawUtf8Value(found));
        }
        Add(name, "Expected a string.");
        return null;
    }

    /// <summary>None when it is missing or null.</summary>
    public Scopes Scopes(string name)
    {
        if (!Find(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return Access.Scopes.None;
        }
        if (found.ValueKind != JsonValueKind.Array || found.GetArrayLength() > MaxScopes)
        {
            Add(name, $"Expected an array of at most {MaxScopes} strings.");
            return Access.Scopes.None;
        }
        return found.EnumerateArray().Select((s, i) => ScopeOf(s, $"{name}/{i}")).Aggregate(Access.Scopes.None, (all, one) => all | one);
    }

    /// <summary>One scope by its name, such as a service's kind. None when it is missing or null.</summary>
    public Scopes Scope(string name) =>
        !Find(name, out var found) || found.ValueKind == JsonValueKind.Null ? Access.Scopes.None : ScopeOf(found, name);

    private Scopes ScopeOf(JsonElement found, string place)
    {
        if (TextOf(found) is not { } text)
        {
            Add(place, "Expected the name of a scope.");
            return Access.Scopes.None;
        }
        if (ScopeNames.Find(text) is { } scope)
        {
            return scope;
        }
        reading.Problems.Add(
            Problem.Invalid(
                "secret_scope_invalid",
                $"A scope must be one of {string.Join(", ", ScopeNames.All.Select(s => s.WireName))}.",
                $"{pointer}/{place}"
            )
        );
        return Access.Scopes.None;
    }

    private void Add(string place, string message) => reading.Problems.Add(Wrong(message, $"{pointer}/{place}"));

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // An escaped lone surrogate.
        }
    }

    private static Plaintext? BytesOf(ReadOnlySpan<byte> quoted)
    {
        var unescaped = new byte[quoted.Length];
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return Plaintext.TryOwn(unescaped.AsSpan(0, reader.CopyString(unescaped)).ToArray());
        }
        catch (InvalidOperationException)
        {
            return null; // An escaped lone surrogate: it can't be encoded as UTF-8, and is never silently replaced.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(unescaped);
        }
    }
}
