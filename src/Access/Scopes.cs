using System.Numerics;

namespace SecretsDashboard.Access;

/// <summary>The kinds of service that may consume a secret, as a set of at least one. A single value of this type is also the kind of a
/// service, because a service has exactly one kind.</summary>
[Flags]
public enum Scopes : byte
{
    None = 0,
    Workers = 1,
    AiGateway = 2,
    Dex = 4,
    Access = 8,
    Containers = 16,
    WebSearch = 32,
}

/// <summary>A scope's names and its purpose.</summary>
/// <param name="Scope">The single scope.</param>
/// <param name="WireName">The name in the API and the database, such as <c>ai_gateway</c>.</param>
/// <param name="DisplayName">The name on screen, such as "AI Gateway".</param>
/// <param name="Purpose">One line that describes the scope.</param>
public sealed record ScopeName(Scopes Scope, string WireName, string DisplayName, string Purpose);

public static class ScopeNames
{
    /// <summary>The six scopes in display order.</summary>
    public static IReadOnlyList<ScopeName> All { get; } =
    [
        new(Scopes.Workers, "workers", "Workers", "Scripts that run on Workers may read the value they were bound to."),
        new(Scopes.AiGateway, "ai_gateway", "AI Gateway", "A gateway may send the value to an AI provider as its key."),
        new(Scopes.Dex, "dex", "DEX", "Digital experience tests may sign in with the value."),
        new(Scopes.Access, "access", "Access", "Access applications may use the value as a credential."),
        new(Scopes.Containers, "containers", "Containers", "Containers may read the value they were bound to."),
        new(Scopes.WebSearch, "websearch", "Web Search", "Web search may use the value as its provider's key."),
    ];

    /// <summary>The scope with a wire name; surrounding spaces are ignored,
    /// and <c>ai-gateway</c> is accepted. Null if there is none.</summary>
    public static Scopes? Find(string? wireName)
    {
        var name = wireName?.Trim() is "ai-gateway" ? "ai_gateway" : wireName?.Trim();
        return All.FirstOrDefault(s => string.Equals(s.WireName, name, StringComparison.Ordinal))?.Scope;
    }

    /// <summary>The names of a set, in display order.</summary>
    public static IEnumerable<ScopeName> Of(Scopes scopes) => All.Where(s => scopes.HasFlag(s.Scope));

    /// <summary>The one name of a single scope.</summary>
    /// <exception cref="InvalidOperationException">The value is not exactly one known scope.</exception>
    public static ScopeName Name(Scopes single) => All.Single(s => s.Scope == single);

    /// <summary>True when the value is a set of known scopes and not empty.</summary>
    public static bool IsValidSet(Scopes scopes) => scopes != Scopes.None && (scopes & ~Everything) == 0;

    /// <summary>True when the value is exactly one known scope, as a service's kind must be.</summary>
    public static bool IsSingle(Scopes scopes) => BitOperations.IsPow2((uint)scopes) && IsValidSet(scopes);

    public static string Describe(Scopes scopes) => Sentence.Join([.. Of(scopes).Select(s => s.DisplayName)], "and");

    private static readonly Scopes Everything = All.Aggregate(Scopes.None, (set, s) => set | s.Scope);
}
