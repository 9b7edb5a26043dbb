using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Hosts;

internal static class KeyFileSteps
{
    /// <summary>Names the account of a database that a test makes by hand, as an installation with this key did.</summary>
    public static Task InsertInstallationAsync(this VaultDbContext db, string keyFile)
    {
        var (account, keys) = (Guid.NewGuid().ToString("N"), KeyFile.Load(keyFile).Ring);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Installations" ("Id", "AccountId", "KeyId", "KeyCheck", "Home")
            VALUES (1, {account}, {keys.Id}, {keys.CheckFor(account)}, '')
            """
        );
    }

    /// <summary>Removes some of the key file's marks of what was sealed, as if those rows had never been.</summary>
    /// <returns>The marks before.</returns>
    public static List<string> ChangeMarks(string keyFile, Func<string, bool> keeps)
    {
        var content = JsonNode.Parse(File.ReadAllText(keyFile))!;
        var before = content["Sealed"]!.AsArray().Select(mark => (string)mark!).ToList();
        content["Sealed"] = new JsonArray([.. before.Where(keeps).Select(mark => JsonValue.Create(mark))]);
        File.WriteAllText(keyFile, content.ToJsonString());
        return before;
    }
}
