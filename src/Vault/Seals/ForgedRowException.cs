namespace SecretsDashboard.Vault.Seals;

/// <summary>An operation would save a row whose seal is wrong, which would make it genuine. It fails, and changes nothing.</summary>
/// <param name="table">The table's name in the database.</param>
internal sealed class ForgedRowException(string table) : Exception($"The seal of a row in {table} is wrong.");
