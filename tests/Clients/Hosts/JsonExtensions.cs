using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>Short methods for reading JSON responses.</summary>
internal static class JsonExtensions
{
    public static string Text(this JsonElement thing, string field) => thing.GetProperty(field).GetString()!;

    public static IReadOnlyList<string> Texts(this JsonElement thing, string field) =>
        [.. thing.GetProperty(field).EnumerateArray().Select(item => item.GetString()!)];

    public static IReadOnlyList<string> Fields(this JsonElement thing) => [.. thing.EnumerateObject().Select(field => field.Name)];
}
