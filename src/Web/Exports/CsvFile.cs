using CsvHelper;

namespace SecretsDashboard.Web.Exports;

/// <summary>A CSV file for spreadsheets, in the same format for every export: UTF-8 with a byte order mark, without which
/// Excel decodes é with the system's code page, and without cells that a spreadsheet would run as a formula
/// (<see cref="SpreadsheetText"/>).</summary>
internal sealed class CsvFile(Stream file) : IAsyncDisposable
{
    public const string ContentType = "text/csv; charset=utf-8";

    private readonly CsvWriter _csv = CsvWriter.Create(file, new() { WriteByteOrderMark = true }, leaveOpen: true);

    public ValueTask WriteAsync(IEnumerable<string> cells, CancellationToken cancel) =>
        _csv.WriteRecordAsync(cells.Select(SpreadsheetText.Of).ToArray(), cancel);

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
