using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Http;

/// <summary>Answers programs that manage secrets: each failure is an <see cref="ApiResponse{T}"/>.</summary>
internal sealed class EnvelopeWriter : AnswerWriter
{
    public override void Fail(HttpContext context, int status, string requestId)
    {
        var failure = ApiFailure.Of(status);
        if (failure.Status == StatusCodes.Status500InternalServerError)
        {
            failure = failure with
            {
                Errors = [failure.Errors[0] with { Message = $"{failure.Errors[0].Message} (request id {requestId})" }],
            };
        }
        ApiResponseWriter.Write(context.Response, failure, requestId);
    }
}
