using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Api;

/// <summary>Writes the response to a request, with the headers of every response.</summary>
internal static class ApiResponseWriter
{
    /// <summary>Writes one object, or 304 when the caller already has it and the request is conditional.</summary>
    /// <param name="tag">Null when the object has no tag.</param>
    public static void Write<TBody>(
        ApiCall call,
        string requestId,
        int status,
        TBody body,
        string? tag,
        params IReadOnlyList<ApiMessage> messages
    )
    {
        if (!TryWriteConditionalResponse(call, requestId, tag))
        {
            Write(call.Context.Response, requestId, status, new ApiResponse<TBody>(true, [], [.. messages, .. call.Notes()], body, null));
        }
    }

    /// <summary>Writes a page of a list. A list has no tag.</summary>
    public static void WritePage<TBody>(ApiCall call, string requestId, TBody[] rows, Vault.PageRequest page, int total)
    {
        if (!TryWriteConditionalResponse(call, requestId, tag: null))
        {
            Write(
                call.Context.Response,
                requestId,
                StatusCodes.Status200OK,
                new ApiResponse<TBody[]>(true, [], call.Notes(), rows, new ResultInfo(rows.Length, page.Number, page.Size, total))
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

    /// <summary>Checks the conditions of a request that only reads, and sets the tag of the response. The conditions of a change were
    /// checked when it ran.</summary>
    /// <returns>True when a condition failed and the response was written: 412 or 304. False when the caller must write it.</returns>
    private static bool TryWriteConditionalResponse(ApiCall call, string requestId, string? tag)
    {
        var response = call.Context.Response;
        if (call is { IsReading: true, Conditions: { } conditions })
        {
            if (conditions.IfMatchFails(tag))
            {
                Write(response, ApiFailure.Of([Vault.Gate.Precondition.Failed], call.Root), requestId);
                return true;
            }
            if (conditions.IfNoneMatchFails(tag))
            {
                WriteHead(response, requestId, StatusCodes.Status304NotModified);
                response.Headers.ETag = tag;
                return true;
            }
        }
        response.Headers.ETag = tag;
        return false;
    }

    private static void Write<T>(HttpResponse response, string requestId, int status, ApiResponse<T> body)
    {
        WriteHead(response, requestId, status);
        ApiJson.Write(response, body);
    }

    private static void WriteHead(HttpResponse response, string requestId, int status)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers[AnswerWriter.RequestIdHeader] = requestId;
    }
}
