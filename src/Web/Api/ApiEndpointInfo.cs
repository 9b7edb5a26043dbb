namespace SecretsDashboard.Web.Api;

/// <summary>The metadata of an endpoint for the OpenAPI document.</summary>
/// <param name="Name">Unique in the API.</param>
/// <param name="Summary">One line.</param>
/// <param name="Result">The shape of the result; null where the result is null.</param>
internal sealed record ApiEndpointInfo(string Name, string Summary, Type? Result = null)
{
    /// <summary>The result is a page of an array of the shape.</summary>
    public bool IsList { get; init; }

    /// <summary>The shape of the body; null when no body is read. Accepts metadata would reject the content type that
    /// wrangler sends.</summary>
    public Type? Body { get; init; }

    /// <summary>The body is a multipart form: the shape describes its part <c>metadata</c>; the other parts are files.</summary>
    public bool AcceptsForm { get; init; }

    /// <summary>The body is an array of the shape.</summary>
    public bool AcceptsMany { get; init; }

    /// <summary>Older clients send an array of this shape instead of the body. If it is the body's own shape, the response
    /// is an array as well.</summary>
    public Type? OlderBody { get; init; }

    /// <summary>The names that <see cref="ApiQuery"/> reads.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>An unknown parameter is ignored, although the request changes something: its clients send parameters that
    /// differ between versions.</summary>
    public bool AcceptsAnyQuery { get; init; }

    /// <summary>The possible orders of a list, the default first.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>It can conflict with existing objects (409), even if it has no <c>force</c>.</summary>
    public bool MayConflict { get; init; }

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;
}
