using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>The functions that queries need and SQLite lacks: its upper case covers only ASCII, and it can't normalize.</summary>
internal static class SqliteFunctions
{
    /// <summary>Must be called for each connection that runs the context's queries.</summary>
    public static void AddTo(SqliteConnection connection) =>
        connection.CreateFunction(SearchForm.Function, (string? text) => text is null ? null : SearchForm.Of(text), isDeterministic: true);
}
