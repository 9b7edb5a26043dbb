using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The callers whose requests are forwarded, their rate limits, and the audit rows and counts of their requests.</summary>
public sealed class Using_a_gateway(GatewayWebHost host) : IClassFixture<GatewayWebHost>
{
    private LocalProvider Provider => host.Provider;

    [Fact]
    public async Task A_caller_without_a_valid_gateway_credential_reaches_no_provider()
    {
        var (user, worker) = (await GatewayClient.MakeAsync(host), await Runtime.Reader.MakeAsync(host.Api));
        var token = await host.Api.TokenAsync(level: null);

        foreach (var credential in new[] { "", "sds_guess", user.Credential + "x", token, host.Api.Edit, user.Key })
        {
            Assert.Equal(
                (401, """{"error":"unknown_caller"}"""),
                (await (user with { Credential = credential }).SendAsync("v1/unknown-caller")).StatusAndText
            );
        }
        Assert.Equal(
            (404, """{"error":"not_found"}"""),
            (await (user with { Credential = worker.Credential.Text }).SendAsync("v1/unknown-caller")).StatusAndText
        );
        Assert.Equal(
            (404, """{"error":"not_found"}"""),
            (
                await (user with { Credential = worker.Credential.Text, Service = worker.Service }).SendAsync("v1/unknown-caller")
            ).StatusAndText
        );
        Assert.DoesNotContain(Provider.Received, h => h.Target == "/base/v1/unknown-caller");
    }

    [Fact]
    public async Task A_change_to_a_key_or_its_binding_applies_from_the_next_request_on()
    {
        var (narrowed, deleted, unbound, renewed) = (
            await GatewayClient.MakeAsync(host),
            await GatewayClient.MakeAsync(host),
            await GatewayClient.MakeAsync(host),
            await GatewayClient.MakeAsync(host)
        );
        foreach (var user in new[] { narrowed, deleted, unbound, renewed })
        {
            Assert.Equal((200, 200), ((await user.SendAsync("v1/before")).Status, (await user.SendAsync("v1/before")).Status));
        }
        await host.Api.DoAsync(new EditSecret(narrowed.Secret, Revision: null, Scopes: Scopes.Workers, Force: true));
        await host.Api.DoAsync(new DeleteSecret(deleted.Secret, Force: true));
        await host.Api.DoAsync(new UnbindSecret(unbound.Service, "local.default"));
        await host.Api.DoAsync(new EditSecret(renewed.Secret, Revision: null, Value: new NewValue(Plaintext.TryFrom("sk-renewed"))));

        Assert.Equal((403, """{"error":"refused"}"""), (await narrowed.SendAsync("v1/after")).StatusAndText);
        Assert.Equal((403, """{"error":"refused"}"""), (await deleted.SendAsync("v1/after")).StatusAndText);
        Assert.Equal((404, """{"error":"not_found"}"""), (await unbound.SendAsync("v1/after")).StatusAndText);
        Assert.Equal(200, (await renewed.SendAsync("v1/after")).Status);
        Assert.Equal("Bearer sk-renewed", Assert.Single(Provider.Received, h => h.Target == "/base/v1/after").Headers["Authorization"]);
    }

    [Fact]
    public async Task A_key_with_a_rate_limit_is_not_used_more_often()
    {
        var user = await GatewayClient.MakeAsync(host, limit: 2);

        Assert.Equal((200, 200), ((await user.SendAsync("v1/often")).Status, (await user.SendAsync("v1/often")).Status));
        var third = await user.SendAsync("v1/often");

        Assert.Equal((429, """{"error":"too_many_requests"}"""), third.StatusAndText);
        Assert.InRange(int.Parse(third.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(2, Provider.Received.Count(h => h.Target == "/base/v1/often"));
    }

    [Fact]
    public async Task Each_request_leaves_one_row_however_it_ends()
    {
        var (user, reader) = (await GatewayClient.MakeAsync(host), await GatewayClient.MakeAsync(host, value: "a key\nwith a line break"));
        Provider.Answers["v1/odd"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await user.SendAsync("v1/first");

        foreach (
            var (send, status) in new (Func<Task<GatewayResponse>>, int)[]
            {
                (() => user.SendAsync("v1/rows"), 200),
                (() => user.SendAsync("v1/rows"), 200),
                (() => user.SendAsync("v1/odd"), 502),
                (() => user.SendAsync("v1//rows"), 404),
                (() => user.SendAsync("v1/rows", "unknown"), 404),
                (() => user.SendAsync("v1/rows", "bare"), 404),
                (() => user.SendAsync("v1/rows", headers: ("cf-aig-byok-alias", "none")), 404),
                (() => (user with { Credential = "sds_guess" }).SendAsync("v1/rows"), 401),
                (() => (user with { Service = reader.Service }).SendAsync("v1/rows"), 404),
                (() => reader.SendAsync("v1/rows"), 403),
                (() => user.SendAsync("v1/rows", method: "OPTIONS"), 405),
            }
        )
        {
            var before = host.Api.Host.Rows();
            var answer = await send();
            Assert.Equal((status, 1), (answer.Status, host.Api.Host.Rows() - before));
            Assert.DoesNotContain(user.Key, answer.Text, StringComparison.Ordinal);
        }
    }
}
