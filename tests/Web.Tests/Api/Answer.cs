using System.Net;
using System.Text;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>An answer of the API, which has the same response format whatever happened.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, JsonElement Root, HttpResponseMessage Message)
{
    public JsonElement Result => Root.GetProperty("result");
    public JsonElement Info => Root.GetProperty("result_info");

    /// <summary>The first error as "status code message".</summary>
    public string Error => $"{(int)Status} {Errors[0].GetProperty("code").GetInt32()} {Errors[0].GetProperty("message").GetString()}";

    public IReadOnlyList<JsonElement> Errors => [.. Root.GetProperty("errors").EnumerateArray()];

    public IReadOnlyList<string?> Pointers =>
        [.. Errors.Select(e => e.TryGetProperty("source", out var s) ? s.GetProperty("pointer").GetString() : null)];

    public IReadOnlyList<string> Messages =>
        [.. Root.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("message").GetString()!)];

    public string Id => Result.GetProperty("id").GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage message)
    {
        var text = await message.Content.ReadAsStringAsync();
        Assert.Equal("application/json", message.Content.Headers.ContentType?.MediaType);
        Assert.True(message.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", Assert.Single(message.Headers.GetValues("X-Content-Type-Options")));
        Assert.NotEmpty(Assert.Single(message.Headers.GetValues("X-Request-Id")));
        Assert.False(message.Headers.Contains("Set-Cookie"));
        var root = JsonDocument.Parse(text).RootElement;
        Assert.Equal(message.IsSuccessStatusCode, root.GetProperty("success").GetBoolean());
        Assert.Equal(message.IsSuccessStatusCode, root.GetProperty("errors").GetArrayLength() == 0);
        Assert.Equal(JsonValueKind.Array, root.GetProperty("messages").ValueKind);
        Assert.True(message.IsSuccessStatusCode || root.GetProperty("result").ValueKind == JsonValueKind.Null);
        Assert.All(root.GetProperty("errors").EnumerateArray(), e => Assert.True(e.GetProperty("code").GetInt32() >= 1000));
        return new Answer(message.StatusCode, text, root, message);
    }

    /// <summary>A body as wrangler labels it.</summary>
    public static HttpContent Body(string json) => new StringContent(json, Encoding.UTF8, "text/plain");
}
