namespace SecretsDashboard.Web.Http;

/// <summary>Writes the responses that an interface for programs gives without an endpoint: throttled requests, unknown routes and
/// faults.</summary>
internal abstract class AnswerWriter
{
    /// <summary>The header that names the request in every response to a program, and its audit row.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    /// <param name="status">From 400 to 599; it determines the error code.</param>
    public abstract void Fail(HttpContext context, int status, string requestId);
}
