using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>An issuer on a port of this machine, with its discovery document and its
/// key set, which a test changes, holds up and breaks.</summary>
internal sealed class LocalIssuer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SemaphoreSlim _asked = new(0);
    private int _readings;

    private LocalIssuer(WebApplication server) => _server = server;

    public string Address { get; private set; } = "";

    public SigningKey Key { get; set; } = SigningKey.Rsa("first");

    /// <summary>Null: the key set that it has.</summary>
    public Func<HttpContext, Task>? Override { get; set; }

    /// <summary>The issuer that its discovery document names; null: its real address.</summary>
    public string? Claims { get; set; }

    /// <summary>How often its keys were requested.</summary>
    public int Readings => Volatile.Read(ref _readings);

    public static async Task<LocalIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new LocalIssuer(builder.Build());
        issuer._server.Run(issuer.AnswerAsync);
        await issuer._server.StartAsync();
        issuer.Address = issuer._server.Urls.Single();
        return issuer;
    }

    /// <summary>Returns once the keys were requested since the last call.</summary>
    public async Task WaitForRequestAsync() => Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(60)), "No request arrived.");

    /// <summary>A JWT of this issuer, good unless a test wants otherwise.</summary>
    public string Sign(Jwt jwt) => jwt.By(Address, Key);

    /// <summary>The same with claims as they are written here, also such as no library writes.</summary>
    public string SignText(string claims) =>
        Key.Sign(
            new Dictionary<string, object?>
            {
                ["alg"] = "RS256",
                ["kid"] = Key.Kid,
                ["typ"] = "JWT",
            },
            claims
        );

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _asked.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/.well-known/openid-configuration")
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { issuer = Claims ?? Address, jwks_uri = $"{Address}/jwks" }));
            return;
        }
        Interlocked.Increment(ref _readings);
        _asked.Release();
        await (Override?.Invoke(context) ?? context.Response.WriteAsync(SigningKey.Set(Key)));
    }
}
