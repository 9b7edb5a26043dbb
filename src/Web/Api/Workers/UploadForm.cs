using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>A multipart form with the part <c>metadata</c> and a part for each module. It is read in small pieces: nothing
/// beyond the limits is kept in memory.</summary>
/// <param name="maxBytes">The maximum size of all modules together.</param>
internal sealed class UploadForm(ApiCall call, int maxBytes)
{
    private const string Metadata = "metadata";

    private const int MaxMetadataBytes = 1024 * 1024,
        MaxHeaders = 8 * 1024,
        MaxBoundaryLength = 200,
        MaxContentTypeLength = 255;

    // For boundaries and part headers, which contain no module content.
    private const int MaxFramingBytes = 2 * 1024 * 1024;

    private readonly List<UploadedModule> _modules = [];
    private byte[]? _metadata;
    private long _remaining = maxBytes;

    /// <summary>Errors are added to the call's problems; the result is then empty.</summary>
    public async Task<(byte[] Metadata, IReadOnlyList<UploadedModule> Modules)> ReadAsync()
    {
        try
        {
            if (await ReadPartsAsync() is { } problem)
            {
                call.Problems.Add(problem);
            }
        }
        catch (Exception e) when (e is (IOException or InvalidDataException) and not BadHttpRequestException)
        {
            // A missing end, an unterminated header or an invalid line: the intended content is unknown.
            call.Problems.Add(UploadProblems.Invalid("The body is not a complete multipart form."));
        }
        catch (BadHttpRequestException e)
        {
            call.Problems.Add(
                e.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? UploadProblems.TooLarge(maxBytes)
                    : ProblemMapping.ProblemForUnreadBody(e.StatusCode)
                        ?? UploadProblems.Invalid("The body is not a complete multipart form.")
            );
        }
        return call.Problems.Count == 0 ? (_metadata!, _modules) : ([], []);
    }

    private async Task<Problem?> ReadPartsAsync()
    {
        var request = call.Context.Request;
        var maxLength = (long)maxBytes + MaxMetadataBytes + MaxFramingBytes;
        if (call.Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxLength;
        }
        if (request.ContentLength > maxLength)
        {
            return UploadProblems.TooLarge(maxBytes);
        }
        if (BoundaryOf(request.ContentType) is not { } boundary)
        {
            return UploadProblems.Invalid("Send the upload as multipart/form-data with a boundary.");
        }
        var reader = new MultipartReader(boundary, request.Body) { HeadersLengthLimit = MaxHeaders };
        while (await reader.ReadNextSectionAsync(call.Context.RequestAborted) is { } part)
        {
            if (await ReadPartAsync(part) is { } problem)
            {
                return problem;
            }
        }
        return _metadata is null ? UploadProblems.Invalid("The part named metadata is missing.") : null;
    }

    private async Task<Problem?> ReadPartAsync(MultipartSection part)
    {
        if (NameOf(part) is not { Length: > 0 } name)
        {
            return UploadProblems.Invalid("Each part needs a name in its Content-Disposition.");
        }
        if (_modules.Count == UploadedModule.MaxModules + 1)
        {
            return null; // One more than allowed, so that the operation can reject the upload; the rest is read and discarded.
        }
        var isMetadata = name == Metadata;
        if (isMetadata && _metadata is not null)
        {
            return UploadProblems.Invalid("There are two parts named metadata.");
        }
        if (await ContentAsync(part.Body, isMetadata ? MaxMetadataBytes : _remaining) is not { } content)
        {
            return UploadProblems.TooLarge(maxBytes);
        }
        if (isMetadata)
        {
            _metadata = content;
            return null;
        }
        _remaining -= content.Length;
        _modules.Add(new UploadedModule(name, TypeOf(part), content));
        return null;
    }

    /// <summary>Null when the part is longer than allowed.</summary>
    private async Task<byte[]?> ContentAsync(Stream body, long maxLength)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, call.Context.RequestAborted)) > 0; )
            {
                if (content.Length + read > maxLength)
                {
                    return null;
                }
                content.Write(buffer, 0, read);
            }
            return content.ToArray();
        }
        finally
        {
            // The metadata may contain a value in a place where none is accepted.
            CryptographicOperations.ZeroMemory(buffer);
            CryptographicOperations.ZeroMemory(content.GetBuffer());
        }
    }

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundaryLength } boundary
            ? boundary
            : null;

    private static string? NameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said)
        && said.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.UnescapeAsQuotedString(HeaderUtilities.RemoveQuotes(said.Name)).Value
            : null;

    private static string TypeOf(MultipartSection part) =>
        part.ContentType is { Length: > 0 and <= MaxContentTypeLength } type && type.All(c => c is >= ' ' and <= '~')
            ? type
            : "application/octet-stream";
}
