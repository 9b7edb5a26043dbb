using System.Text.Json.Nodes;

namespace SecretsDashboard.Vault.Tests.Hosts;

internal static class KeyFileSteps
{
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
