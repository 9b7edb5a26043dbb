using System.Buffers;

namespace SecretsDashboard.Web.Api;

/// <summary>Lists the names of a request that were not read, so that a misspelt one is noticed.
/// A name is repeated only if it looks like one; a value never is.</summary>
internal static class UnknownNames
{
    private const int MaxLength = 40,
        MaxNamed = 10,
        Number = 1001;

    private static readonly SearchValues<char> OfMembers = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");
    private static readonly SearchValues<char> OfParameters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.[]-"
    );

    public static IEnumerable<ApiMessage> OfBody(IReadOnlyCollection<string> names) =>
        Describe("unknown_member", "ignored", names, OfMembers);

    public static IEnumerable<ApiMessage> OfQuery(IReadOnlyCollection<string> names) =>
        Describe("unknown_query_parameter", "ignored, so it filters nothing", names, OfParameters);

    /// <summary>The parameter's name for an error message.</summary>
    public static string Parameter(string name) => IsName(name, OfParameters) ? name : "an unknown name";

    private static IEnumerable<ApiMessage> Describe(string code, string fate, IReadOnlyCollection<string> names, SearchValues<char> letters)
    {
        var named = names.Where(n => IsName(n, letters)).Distinct(StringComparer.Ordinal).Take(MaxNamed).ToList();
        foreach (var name in named)
        {
            yield return new(Number, $"{code}: {name} is unknown and was {fate}.");
        }
        if (names.Count(n => !named.Contains(n)) is > 0 and var rest)
        {
            yield return new(
                Number,
                $"{code}: {rest}{(named.Count > 0 ? " more" : "")} {(rest == 1 ? "is" : "are")} unknown "
                    + $"and {(rest == 1 ? "was" : "were")} ignored."
            );
        }
    }

    private static bool IsName(string name, SearchValues<char> letters) =>
        name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(letters);
}
