using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>A browser without script at an address of its own in the loopback network, as one of many visitors.</summary>
internal sealed partial class RawVisitor : IDisposable
{
    private readonly HttpClient _client;

    public RawVisitor(Uri server, string from)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, from, cancel),
        };
        _client = new HttpClient(handler) { BaseAddress = server };
    }

    /// <summary>Posts the sign-in form.</summary>
    /// <returns>Null when it led in; otherwise the page that came back.</returns>
    public async Task<string?> SignInAsync(string email, string password, CancellationToken cancel)
    {
        var page = await _client.GetStringAsync("/login", cancel);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token.Match(page).Groups[1].Value),
                ["Input.Email"] = email,
                ["Input.Password"] = password,
            }
        );
        using var answer = await _client.PostAsync("/login", form, cancel);
        return answer.StatusCode == HttpStatusCode.Redirect ? null : await answer.Content.ReadAsStringAsync(cancel);
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint server, string from, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]*)"[^>]*>""")]
    private static partial Regex Token { get; }
}
