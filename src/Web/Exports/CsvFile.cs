using CsvHelper;

namespace SecretsDashboard.Web.Exports;

/// <summary>A CSV file for spreadsheets, the same for every export: UTF-8 with a byte
/// order mark, without which Excel reads é in the system's code page,
/// and no cell that a spreadsheet would run as a formula (<see cref="SpreadsheetText"/>).</summary>
internal sealed class CsvFile(Stream file) : IAsyncDisposable
{
    public const string ContentType = "text/csv; charset=utf-8";

    private readonly CsvWriter _csv = CsvWriter.Create(file, new() { WriteByteOrderMark = true }, leaveOpen: true);

    public ValueTask WriteAsync(IEnumerable<string> cells, CancellationToken cancel) =>
        _csv.WriteRecordAsync(cells.Select(SpreadsheetText.Of).ToArray(), cancel);

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
