namespace SecretsDashboard.Vault.Seals;

/// <summary>Rows whose seals are wrong, as the console prints them.</summary>
internal static class ForgedRowsText
{
    /// <param name="what">What was found or done, such as "Forged".</param>
    /// <param name="outcome">The end of each sentence, after the row's name.</param>
    public static async Task WriteAsync(TextWriter output, string what, IReadOnlyList<ForgedRow> rows, string outcome)
    {
        foreach (var table in rows.GroupBy(r => r.Table))
        {
            foreach (var row in table.Take(ForgedRows.MaxOfOneTable))
            {
                await output.WriteLineAsync($"{what}: {row} {outcome}");
            }
            if (table.Count() is var count and > ForgedRows.MaxOfOneTable)
            {
                await output.WriteLineAsync($"{what}: {count} rows of {table.Key} in all.");
            }
        }
    }
}
