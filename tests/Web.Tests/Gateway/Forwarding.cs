using Microsoft.AspNetCore.Http;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The parts of requests and responses that the gateway forwards.</summary>
public sealed class Forwarding(GatewayWebHost host) : IClassFixture<GatewayWebHost>
{
    private LocalProvider Provider => host.Provider;

    [Fact]
    public async Task The_key_arrives_at_the_provider_and_nowhere_else()
    {
        var user = await GatewayClient.MakeAsync(host);

        var answer = await user.SendAsync("v1/chat?stream=no", body: """{"model":"m"}""");

        Assert.Equal((200, """heard {"model":"m"}"""), answer.StatusAndText);
        var received = Provider.Received.Single(h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}");
        Assert.Equal(("POST", "/base/v1/chat?stream=no", """{"model":"m"}"""), (received.Method, received.Target, received.Body));
        Assert.DoesNotContain(user.Key, answer.Text + string.Join(' ', answer.Headers));
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains(user.Credential, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_that_identify_the_caller_are_not_forwarded_to_the_provider()
    {
        var user = await GatewayClient.MakeAsync(host, "bare");
        string[] own =
        [
            "Authorization",
            "x-api-key",
            "api-key",
            "x-goog-api-key",
            "Cookie",
            "cf-aig-cache-ttl",
            "cf-connecting-ip",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "Forwarded",
            "Proxy-Authorization",
            "traceparent",
            "Origin",
            "Referer",
            "Sec-Fetch-Site",
        ];

        await user.SendAsync("v1/own", "bare", headers: [("x-kept", "kept"), .. own.Select(name => (name, "callers-own"))]);

        var received = Provider.Received.Single(h => h.Headers.GetValueOrDefault("x-api-key") == user.Key);
        Assert.Equal("kept", received.Headers["x-kept"]);
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains("callers-own", StringComparison.Ordinal));
        Assert.Equal(new Uri(Provider.Address).Authority, received.Headers["Host"]);
    }

    [Fact]
    public async Task A_library_that_can_set_only_a_key_may_use_the_credential_as_its_key()
    {
        var user = await GatewayClient.MakeAsync(host);
        using var request = user.Request("v1/library");
        request.Headers.Remove("cf-aig-authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {user.Credential}");

        var answer = await GatewayResponse.OfAsync(await host.Api.SendPlainAsync(request));

        Assert.Equal(200, answer.Status);
        Assert.Equal($"Bearer {user.Key}", Provider.Received.Single(h => h.Target == "/base/v1/library").Headers["Authorization"]);
    }

    [Fact]
    public async Task An_alias_selects_another_key_and_an_unknown_alias_is_not_found()
    {
        var user = await GatewayClient.MakeAsync(host);
        var other = await host.Api.SecretAsync(user.Store, "OTHER_KEY", Scopes.AiGateway, value: "sk-other");
        await host.Api.DoAsync(new AssociateProvider(user.Service.Value, other, new ProviderInput("local", "other", IsDefault: false)));

        Assert.Equal(200, (await user.SendAsync("v1/default")).Status);
        Assert.Equal(200, (await user.SendAsync("v1/other", headers: ("cf-aig-byok-alias", "other"))).Status);
        Assert.Equal(
            (404, """{"error":"not_found"}"""),
            (await user.SendAsync("v1/none", headers: ("cf-aig-byok-alias", "none"))).StatusAndText
        );

        Assert.Equal($"Bearer {user.Key}", Provider.Received.Single(h => h.Target == "/base/v1/default").Headers["Authorization"]);
        Assert.Equal("Bearer sk-other", Provider.Received.Single(h => h.Target == "/base/v1/other").Headers["Authorization"]);
    }

    [Fact]
    public async Task A_providers_answer_is_passed_on_without_headers_that_are_not_for_the_caller()
    {
        var user = await GatewayClient.MakeAsync(host);
        Provider.Answers["v1/headers"] = context =>
        {
            foreach (
                var name in new[]
                {
                    "Set-Cookie",
                    "Location",
                    "Strict-Transport-Security",
                    "Alt-Svc",
                    "Access-Control-Allow-Origin",
                    "Clear-Site-Data",
                    "WWW-Authenticate",
                    "Server",
                }
            )
            {
                context.Response.Headers[name] = "of-the-provider";
            }
            context.Response.Headers["x-echo"] = $"key was {user.Key.ToUpperInvariant()}";
            context.Response.Headers["x-kept"] = "kept";
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("broken over there");
        };

        var answer = await user.SendAsync("v1/headers");

        Assert.Equal((500, "broken over there"), answer.StatusAndText);
        Assert.Equal("kept", answer.Headers["x-kept"]);
        Assert.DoesNotContain("x-echo", answer.Headers.Keys);
        Assert.DoesNotContain(answer.Headers, h => h.Value.Contains("of-the-provider", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_neither_followed_nor_passed_on()
    {
        var user = await GatewayClient.MakeAsync(host);
        Provider.Answers["v1/redirects"] = context =>
        {
            context.Response.Redirect("/base/v1/elsewhere");
            return Task.CompletedTask;
        };

        var answer = await user.SendAsync("v1/redirects");

        Assert.Equal((502, """{"error":"provider_redirected"}"""), answer.StatusAndText);
        Assert.DoesNotContain("Location", answer.Headers.Keys);
        Assert.DoesNotContain(Provider.Received, h => h.Target == "/base/v1/elsewhere");
    }
}
