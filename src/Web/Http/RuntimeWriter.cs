using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Http;

/// <summary>Answers services: a status and a stable error code. Only the audit log records the reason.</summary>
internal sealed class RuntimeWriter : AnswerWriter
{
    public override void Fail(HttpContext context, int status, string requestId) =>
        RuntimeAnswer.Fail(context.Response, status, CodeOf(status), requestId);

    private static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => RuntimeRefusal.NotFound,
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status429TooManyRequests => "too_many_requests",
            StatusCodes.Status503ServiceUnavailable => "storage_unavailable",
            < StatusCodes.Status500InternalServerError => "malformed_request",
            _ => "fault",
        };
}
