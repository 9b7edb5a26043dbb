using SecretsDashboard.E2E.Attacks;

namespace SecretsDashboard.Web.Tests.Circuits;

/// <summary>A member's sign-in without a browser: it reads pages, and opens circuits over a socket of its own.</summary>
internal sealed class SignedIn : IDisposable
{
    public static readonly Uri Members = new("http://127.0.0.1/members");

    private readonly WebHost _host;
    private readonly HtmlClient _client;
    private readonly string _cookie;

    private SignedIn(WebHost host, HtmlClient client, string cookie) => (_host, _client, _cookie) = (host, client, cookie);

    public HttpClient Client => _client.Client;

    public static async Task<SignedIn> AsAsync(WebHost host, SampleMember who)
    {
        var client = host.Visit();
        var answer = await client.SignInAsync(who.Email, SampleMember.Password);
        return new SignedIn(
            host,
            client,
            answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("-session=", StringComparison.Ordinal)).Split(';')[0]
        );
    }

    public Task<string> PageAsync(string path) => Client.GetStringAsync(path);

    public async Task<RawCircuit> ConnectAsync()
    {
        var client = _host.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Cookie = _cookie;
        return await RawCircuit.HandshakeAsync(await client.ConnectAsync(new Uri("ws://127.0.0.1/_blazor"), CancellationToken.None));
    }

    /// <summary>Says goodbye to a circuit, as a page does that is closed.</summary>
    public Task<HttpResponseMessage> EndAsync(string circuit) =>
        Client.PostAsync("/_blazor/disconnect/", new FormUrlEncodedContent([KeyValuePair.Create("circuitId", circuit)]));

    public void Dispose() => _client.Dispose();
}
