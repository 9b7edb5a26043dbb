using Microsoft.AspNetCore.Mvc;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Audit;

/// <summary>The filtered audit log as a file, authorized by the gate like every read.</summary>
/// <remarks>It is first written to a file on the server: the response starts only after its audit row is durable, a failure
/// is an error instead of a truncated file, and a slow client keeps no database snapshot open. Few are created at the same
/// time; the slots limit how many are being sent.</remarks>
internal static class AuditExport
{
    private const int MaxConcurrent = 2;

    private static readonly SemaphoreSlim Slots = new(MaxConcurrent);

    public static void MapAuditExport(this IEndpointRouteBuilder routes) => routes.MapExport("/audit/export", AnswerAsync);

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        Gate gate,
        VaultOptions options,
        [FromQuery] string? format,
        [AsParameters] AuditQuery query
    )
    {
        if (format is not ("csv" or "jsonl"))
        {
            return Results.Text("The format must be csv or jsonl.", statusCode: StatusCodes.Status400BadRequest);
        }
        if (!await Slots.WaitAsync(TimeSpan.FromSeconds(10), context.RequestAborted))
        {
            return Results.Text("Other exports are running. Try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        try
        {
            var file = NewFile(options.Directory);
            context.Response.RegisterForDisposeAsync(file);
            return await WriteAsync(SessionCookie.CallerOf(context.User), gate, file, format, query.Filter, context.RequestAborted);
        }
        finally
        {
            Slots.Release();
        }
    }

    private static async Task<IResult> WriteAsync(
        Caller caller,
        Gate gate,
        FileStream file,
        string format,
        AuditFilter filter,
        CancellationToken cancel
    )
    {
        Outcome<long> outcome;
        await using (IAuditWriter writer = format == "csv" ? new AuditCsv(file) : new AuditJsonLines(file))
        {
            outcome = await gate.AskAsync(caller, new ExportAudit(filter, format, writer.WriteAsync), cancel);
        }
        file.Position = 0;
        return ExportAnswer.Of(
            outcome,
            _ => new ExportDownload(format == "csv" ? CsvFile.ContentType : "application/x-ndjson", $"audit.{format}", file.CopyToAsync)
        );
    }

    /// <summary>A file that is deleted when it is closed, in the database's folder, which has room for a log.</summary>
    private static FileStream NewFile(string folder)
    {
        var path = Path.Combine(folder, $"export-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 64 * 1024,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path); // An open file needs no name, so a crash leaves no file behind.
        }
        return file;
    }
}

/// <summary>Writes rows in one format.</summary>
internal interface IAuditWriter : IAsyncDisposable
{
    ValueTask WriteAsync(AuditRow row, CancellationToken cancel);
}
