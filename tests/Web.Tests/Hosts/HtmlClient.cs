using System.Net;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>A browser without script: it gets pages, and posts their forms with the hidden fields that they hold.</summary>
internal sealed partial class HtmlClient(HttpClient client) : IDisposable
{
    public HttpClient Client { get; } = client;

    public Task<HttpResponseMessage> GetAsync(string address) => Client.GetAsync(address);

    public async Task<string> ReadAsync(string address) => WebUtility.HtmlDecode(await Client.GetStringAsync(address));

    /// <summary>Gets the page and posts its form of this handler, filled in.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string handler, params (string Name, string Value)[] fields)
    {
        var html = await (await Client.GetAsync(page)).Content.ReadAsStringAsync();
        return await PostRawAsync(page, [("_handler", handler), ("__RequestVerificationToken", TokenOf(html)), .. fields]);
    }

    /// <summary>Posts exactly these fields.</summary>
    public Task<HttpResponseMessage> PostRawAsync(string address, params (string Name, string Value)[] fields) =>
        Client.PostAsync(address, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string page = "/login") =>
        PostAsync(page, "login", ("Input.Email", email), ("Input.Password", password));

    /// <summary>The antiforgery token of the first form of a page.</summary>
    public static string TokenOf(string html) => WebUtility.HtmlDecode(Token.Match(html).Groups[1].Value);

    /// <summary>A page without what differs at every answer: its antiforgery token, its request id,
    /// and the framework's sealed state, of which the length is left.</summary>
    public static string WithoutTokens(string html) =>
        State.Replace(RequestId.Replace(Token.Replace(html, ""), ""), sealedState => $"<!--{sealedState.Length}-->");

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]*)"[^>]*>""")]
    private static partial Regex Token { get; }

    [GeneratedRegex("""<!--Blazor-Server-Component-State:.*?-->""")]
    private static partial Regex State { get; }

    [GeneratedRegex("""(?<=>)[0-9a-f]{16}(?=<)""")]
    private static partial Regex RequestId { get; }
}
