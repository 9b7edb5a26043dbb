namespace SecretsDashboard.Web.Shell;

/// <summary>An API request equivalent to an action of a page, which <c>CurlWriter</c> formats as a command. It contains no
/// credential and no value: shell variables take their places.</summary>
/// <param name="Title">The action, as in the menu: "Delete this secret".</param>
/// <param name="Endpoint">The endpoint's name, as in the API description.</param>
public sealed record Curl(string Title, string Endpoint)
{
    public const string TokenVariable = "SECRETS_DASHBOARD_TOKEN";

    /// <summary>The placeholder for a secret's value in a body.</summary>
    public const string Value = "\uE000value";

    /// <summary>The path parameters, by the route's names. A missing one becomes a variable: <c>store_id</c> is <c>$STORE_ID</c>.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Serialized as JSON; null for a request without a body.</summary>
    public object? Body { get; init; }

    /// <summary>Quotes any text as one word of a POSIX shell.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
