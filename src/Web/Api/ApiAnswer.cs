using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Api;

/// <summary>Writes the response to a request, with the headers of every response.</summary>
internal static class ApiAnswer
{
    /// <summary>Writes one object, or 304 when the caller already has it and the request is conditional.</summary>
    /// <param name="tag">Null when the object has no tag.</param>
    public static void Write<TShape>(
        ApiCall call,
        string requestId,
        int status,
        TShape shape,
        string? tag,
        params IReadOnlyList<ApiMessage> messages
    )
    {
        if (!IsSettled(call, requestId, tag))
        {
            Write(call.Context.Response, requestId, status, new ApiResponse<TShape>(true, [], [.. messages, .. call.Notes()], shape, null));
        }
    }

    /// <summary>Writes a page of a list. A list has no tag.</summary>
    public static void WritePage<TShape>(ApiCall call, string requestId, TShape[] rows, Vault.PageRequest page, int total)
    {
        if (!IsSettled(call, requestId, tag: null))
        {
            Write(
                call.Context.Response,
                requestId,
                StatusCodes.Status200OK,
                new ApiResponse<TShape[]>(true, [], call.Notes(), rows, new ResultInfo(rows.Length, page.Number, page.Size, total))
            );
        }
    }

    public static void Write(HttpResponse response, ApiFailure failure, string requestId)
    {
        if (failure.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        Write(response, requestId, failure.Status, new ApiResponse<object>(false, failure.Errors, failure.Messages, null, null));
    }

    /// <summary>Checks the conditions of a request that only reads; those of a change were checked when it ran.</summary>
    private static bool IsSettled(ApiCall call, string requestId, string? tag)
    {
        var response = call.Context.Response;
        if (call is { IsReading: true, Conditions: { } conditions })
        {
            if (conditions.MatchFails(tag))
            {
                Write(response, ApiFailure.Of([Vault.Gate.Precondition.Failed], call.Root), requestId);
                return true;
            }
            if (conditions.NoneMatchFails(tag))
            {
                Begin(response, requestId, StatusCodes.Status304NotModified);
                response.Headers.ETag = tag;
                return true;
            }
        }
        response.Headers.ETag = tag;
        return false;
    }

    private static void Write<T>(HttpResponse response, string requestId, int status, ApiResponse<T> body)
    {
        Begin(response, requestId, status);
        ApiJson.Write(response, body);
    }

    private static void Begin(HttpResponse response, string requestId, int status)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers[AnswerWriter.RequestId] = requestId;
    }
}
