using System.Reflection;

namespace SecretsDashboard.Access.Tests;

/// <summary>The checked-in decision table (<c>decisions.md</c>), read without any help of the code under test.</summary>
internal sealed class DecisionTable
{
    public const string ScopeColumn = "scope check";
    public static DecisionTable Documented { get; } = Read();

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _rows;

    private DecisionTable(IReadOnlyList<string> columns, Dictionary<string, IReadOnlyDictionary<string, string>> rows) =>
        (Columns, _rows) = (columns, rows);

    /// <summary>All columns but the act's name and the scope check.</summary>
    public IReadOnlyList<string> Columns { get; }
    public IEnumerable<string> Acts => _rows.Keys;

    public string Cell(Act act, string column) => _rows[act.ToString()][column];

    /// <summary>Allowed to who holds the column for the whole account, or to who needs no such distinction.</summary>
    public bool Allows(Act act, string column) => Cell(act, column) != "";

    /// <summary>Allowed inside a store to who holds the column on that store alone.</summary>
    public bool AllowsOnStore(Act act, string column) => Cell(act, column) == "✓✓";

    public bool ChecksScope(Act act) => Cell(act, ScopeColumn) == "checked";

    /// <summary>No right on a single store opens this act.</summary>
    public bool IsAccountWide(Act act) => !Columns.Any(column => AllowsOnStore(act, column));

    private static DecisionTable Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("decisions.md")!;
        using var reader = new StreamReader(file);
        var lines = reader
            .ReadToEnd()
            .Split('\n')
            .SkipWhile(line => !line.StartsWith("| act ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|'))
            .ToList();
        var header = Cells(lines[0]);
        var rows = lines.Skip(2).Select(Cells).ToDictionary(cells => cells[0], cells => Row(header, cells));
        return new DecisionTable([.. header.Skip(1).Where(column => column != ScopeColumn)], rows);
    }

    private static IReadOnlyDictionary<string, string> Row(string[] header, string[] cells) =>
        header.Zip(cells).Skip(1).ToDictionary(pair => pair.First, pair => pair.Second);

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
