using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Database.Sqlite;

/// <summary>What queries call and SQLite does not have: its own upper case knows ASCII alone, and it can't normalise.</summary>
internal static class SqliteFunctions
{
    public const string SearchForm = "search_form";

    /// <summary>Must be called on each connection on which the context's queries run.</summary>
    public static void AddTo(SqliteConnection connection) =>
        connection.CreateFunction(SearchForm, (string? text) => text is null ? null : Vault.SearchForm.Of(text), isDeterministic: true);
}
