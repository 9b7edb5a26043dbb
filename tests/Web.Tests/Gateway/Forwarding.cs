using Microsoft.AspNetCore.Http;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>What goes to a provider, and what comes back.</summary>
public sealed class Forwarding(Gateways house) : IClassFixture<Gateways>
{
    private LocalProvider Provider => house.Provider;

    [Fact]
    public async Task The_key_arrives_at_the_provider_and_nowhere_else()
    {
        var user = await GatewayUser.MakeAsync(house);

        var answer = await user.SendAsync("v1/chat?stream=no", body: """{"model":"m"}""");

        Assert.Equal((200, """heard {"model":"m"}"""), answer.Told);
        var heard = Provider.Heard.Single(h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}");
        Assert.Equal(("POST", "/base/v1/chat?stream=no", """{"model":"m"}"""), (heard.Method, heard.Target, heard.Body));
        Assert.DoesNotContain(user.Key, answer.Text + string.Join(' ', answer.Headers));
        Assert.DoesNotContain(heard.Headers, h => h.Value.Contains(user.Credential, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_proves_who_the_caller_is_or_where_they_are_stays_here()
    {
        var user = await GatewayUser.MakeAsync(house, "bare");
        string[] own = ["Authorization", "x-api-key", "api-key", "x-goog-api-key", "Cookie", "cf-aig-cache-ttl", "cf-connecting-ip", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Proxy-Authorization", "traceparent", "Origin", "Referer", "Sec-Fetch-Site"];

        await user.SendAsync("v1/own", "bare", headers: [("x-kept", "kept"), .. own.Select(name => (name, "callers-own"))]);

        var heard = Provider.Heard.Single(h => h.Headers.GetValueOrDefault("x-api-key") == user.Key);
        Assert.Equal("kept", heard.Headers["x-kept"]);
        Assert.DoesNotContain(heard.Headers, h => h.Value.Contains("callers-own", StringComparison.Ordinal));
        Assert.Equal(new Uri(Provider.Address).Authority, heard.Headers["Host"]);
    }

    [Fact]
    public async Task A_library_that_sets_its_key_alone_is_given_the_credential_as_its_key()
    {
        var user = await GatewayUser.MakeAsync(house);
        using var request = user.Request("v1/library");
        request.Headers.Remove("cf-aig-authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {user.Credential}");

        var answer = await GatewayAnswer.OfAsync(await house.Programs.SendPlainAsync(request));

        Assert.Equal(200, answer.Status);
        Assert.Equal($"Bearer {user.Key}", Provider.Heard.Single(h => h.Target == "/base/v1/library").Headers["Authorization"]);
    }

    [Fact]
    public async Task An_alias_picks_another_key_and_one_that_is_not_there_none()
    {
        var user = await GatewayUser.MakeAsync(house);
        var other = await house.Programs.SecretAsync(user.Store, "OTHER_KEY", Scopes.AiGateway, value: "sk-other");
        await house.Programs.DoAsync(new AssociateProvider(user.Service.Value, other, new ProviderInput("local", "other", IsDefault: false)));

        Assert.Equal(200, (await user.SendAsync("v1/default")).Status);
        Assert.Equal(200, (await user.SendAsync("v1/other", headers: ("cf-aig-byok-alias", "other"))).Status);
        Assert.Equal((404, """{"error":"not_found"}"""), (await user.SendAsync("v1/none", headers: ("cf-aig-byok-alias", "none"))).Told);

        Assert.Equal($"Bearer {user.Key}", Provider.Heard.Single(h => h.Target == "/base/v1/default").Headers["Authorization"]);
        Assert.Equal("Bearer sk-other", Provider.Heard.Single(h => h.Target == "/base/v1/other").Headers["Authorization"]);
    }

    [Fact]
    public async Task What_a_provider_answers_comes_back_without_what_is_not_for_the_caller()
    {
        var user = await GatewayUser.MakeAsync(house);
        Provider.Answers["v1/headers"] = context =>
        {
            foreach (var name in new[] { "Set-Cookie", "Location", "Strict-Transport-Security", "Alt-Svc", "Access-Control-Allow-Origin", "Clear-Site-Data", "WWW-Authenticate", "Server" })
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

        Assert.Equal((500, "broken over there"), answer.Told);
        Assert.Equal("kept", answer.Headers["x-kept"]);
        Assert.DoesNotContain("x-echo", answer.Headers.Keys);
        Assert.DoesNotContain(answer.Headers, h => h.Value.Contains("of-the-provider", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_neither_followed_nor_passed_on()
    {
        var user = await GatewayUser.MakeAsync(house);
        Provider.Answers["v1/redirects"] = context =>
        {
            context.Response.Redirect("/base/v1/elsewhere");
            return Task.CompletedTask;
        };

        var answer = await user.SendAsync("v1/redirects");

        Assert.Equal((502, """{"error":"provider_redirected"}"""), answer.Told);
        Assert.DoesNotContain("Location", answer.Headers.Keys);
        Assert.DoesNotContain(Provider.Heard, h => h.Target == "/base/v1/elsewhere");
    }

    [Fact]
    public async Task Whether_the_provider_took_the_key_is_shown()
    {
        var user = await GatewayUser.MakeAsync(house);
        Provider.Answers["v1/refuses"] = context => Answer(context, 401);
        Provider.Answers["v1/stumbles"] = context => Answer(context, 500);

        Assert.Equal(KeyStatus.NeverUsed, await StatusAsync());
        Assert.Equal(500, (await user.SendAsync("v1/stumbles")).Status); // Passed on as it is.
        Assert.Equal(KeyStatus.NeverUsed, await StatusAsync());
        Assert.Equal(200, (await user.SendAsync("v1/takes")).Status);
        Assert.Equal(KeyStatus.Active, await StatusAsync());
        Assert.Equal((502, """{"error":"provider_refused"}"""), (await user.SendAsync("v1/refuses")).Told);
        Assert.Equal(KeyStatus.Invalid, await StatusAsync());

        async Task<KeyStatus> StatusAsync() => Assert.Single((await house.Programs.DoAsync(new ListProviderConfigs(user.Service.Value))).Configs).Status;

        static Task Answer(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"Incorrect API key provided: {context.Request.Headers.Authorization}"); // As providers do.
        }
    }

    [Fact]
    public async Task A_key_with_a_limit_is_not_used_more_often()
    {
        var user = await GatewayUser.MakeAsync(house, limit: 2);

        Assert.Equal((200, 200), ((await user.SendAsync("v1/often")).Status, (await user.SendAsync("v1/often")).Status));
        var third = await user.SendAsync("v1/often");

        Assert.Equal((429, """{"error":"too_many_requests"}"""), third.Told);
        Assert.InRange(int.Parse(third.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(2, Provider.Heard.Count(h => h.Target == "/base/v1/often"));
    }

    [Fact]
    public async Task Each_request_leaves_one_row_however_it_ends()
    {
        var (user, reader) = (await GatewayUser.MakeAsync(house), await GatewayUser.MakeAsync(house, value: "a key\nwith a line break"));
        Provider.Answers["v1/odd"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await user.SendAsync("v1/first");

        foreach (var (send, status) in new (Func<Task<GatewayAnswer>>, int)[]
        {
            (() => user.SendAsync("v1/rows"), 200), (() => user.SendAsync("v1/rows"), 200), (() => user.SendAsync("v1/odd"), 502), (() => user.SendAsync("v1//rows"), 404),
            (() => user.SendAsync("v1/rows", "unknown"), 404), (() => user.SendAsync("v1/rows", "bare"), 404), (() => user.SendAsync("v1/rows", headers: ("cf-aig-byok-alias", "none")), 404),
            (() => (user with { Credential = "sds_guess" }).SendAsync("v1/rows"), 401), (() => (user with { Service = reader.Service }).SendAsync("v1/rows"), 404),
            (() => reader.SendAsync("v1/rows"), 403), (() => user.SendAsync("v1/rows", method: "OPTIONS"), 405),
        })
        {
            var before = house.Programs.Site.Rows();
            var answer = await send();
            Assert.Equal((status, 1), (answer.Status, house.Programs.Site.Rows() - before));
            Assert.DoesNotContain(user.Key, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_is_unknown_or_has_another_standing_reaches_nothing()
    {
        var (user, worker) = (await GatewayUser.MakeAsync(house), await Runtime.Reader.MakeAsync(house.Programs));
        var token = await house.Programs.TokenAsync(level: null);

        foreach (var credential in new[] { "", "sds_guess", user.Credential + "x", token, house.Programs.Edit, user.Key })
        {
            Assert.Equal((401, """{"error":"unknown_caller"}"""), (await (user with { Credential = credential }).SendAsync("v1/stranger")).Told);
        }
        Assert.Equal((404, """{"error":"not_found"}"""), (await (user with { Credential = worker.Credential.Text }).SendAsync("v1/stranger")).Told);
        Assert.Equal((404, """{"error":"not_found"}"""), (await (user with { Credential = worker.Credential.Text, Service = worker.Service }).SendAsync("v1/stranger")).Told);
        Assert.DoesNotContain(Provider.Heard, h => h.Target == "/base/v1/stranger");
    }

    [Fact]
    public async Task What_changes_counts_from_the_next_request_on()
    {
        var (narrowed, deleted, unbound, renewed) = (await GatewayUser.MakeAsync(house), await GatewayUser.MakeAsync(house), await GatewayUser.MakeAsync(house), await GatewayUser.MakeAsync(house));
        foreach (var user in new[] { narrowed, deleted, unbound, renewed })
        {
            Assert.Equal((200, 200), ((await user.SendAsync("v1/before")).Status, (await user.SendAsync("v1/before")).Status));
        }
        await house.Programs.DoAsync(new EditSecret(narrowed.Secret, Revision: null, Scopes: Scopes.Workers, Force: true));
        await house.Programs.DoAsync(new DeleteSecret(deleted.Secret, Force: true));
        await house.Programs.DoAsync(new UnbindSecret(unbound.Service, "local.default"));
        await house.Programs.DoAsync(new EditSecret(renewed.Secret, Revision: null, Value: new NewValue(Plaintext.TryFrom("sk-renewed"))));

        Assert.Equal((403, """{"error":"refused"}"""), (await narrowed.SendAsync("v1/after")).Told);
        Assert.Equal((403, """{"error":"refused"}"""), (await deleted.SendAsync("v1/after")).Told);
        Assert.Equal((404, """{"error":"not_found"}"""), (await unbound.SendAsync("v1/after")).Told);
        Assert.Equal(200, (await renewed.SendAsync("v1/after")).Status);
        Assert.Equal("Bearer sk-renewed", Assert.Single(Provider.Heard, h => h.Target == "/base/v1/after").Headers["Authorization"]);
    }
}
