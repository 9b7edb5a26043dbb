namespace SecretsDashboard.Web.Shell;

/// <summary>A request of the API that does what a page does, for <c>CurlWriter</c> to
/// write as a command. It holds no credential and no value: their
/// places are variables of the reader's shell.</summary>
/// <param name="Title">What it does, as the menu says it: "Delete this secret".</param>
/// <param name="Endpoint">The endpoint's name, as its description has it.</param>
public sealed record Curl(string Title, string Endpoint)
{
    public const string TokenVariable = "SECRETS_DASHBOARD_TOKEN";

    /// <summary>In a body: the place of a secret's value.</summary>
    public const string Value = "\uE000value";

    /// <summary>What stands in the path, by the route's own names. What is left out
    /// becomes a variable: <c>store_id</c> is <c>$STORE_ID</c>.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Written as JSON; null: the request has no body.</summary>
    public object? Body { get; init; }

    /// <summary>A text as one word of any POSIX shell, whatever is in it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
