using Microsoft.AspNetCore.Http;
using SecretsDashboard.Vault.Gateways;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The status of a key: what its provider said of it, and nothing that a caller could bring about.</summary>
public sealed class The_status_of_a_provider_key(GatewayWebHost host) : IClassFixture<GatewayWebHost>
{
    private LocalProvider Provider => host.Provider;

    [Fact]
    public async Task The_status_of_a_key_follows_the_providers_last_relevant_answer()
    {
        var user = await GatewayClient.MakeAsync(host);
        Provider.Answers["v1/refuses"] = context => Answer(context, 401);
        Provider.Answers["v1/stumbles"] = context => Answer(context, 500);

        Assert.Equal(KeyStatus.NeverUsed, await StatusAsync(user));
        Assert.Equal(500, (await user.SendAsync("v1/stumbles")).Status); // Passed on as it is.
        Assert.Equal(KeyStatus.NeverUsed, await StatusAsync(user));
        Assert.Equal(200, (await user.SendAsync("v1/takes")).Status);
        Assert.Equal(KeyStatus.Active, await StatusAsync(user));
        Assert.Equal((502, """{"error":"provider_refused"}"""), (await user.SendAsync("v1/refuses")).StatusAndText);
        Assert.Equal(KeyStatus.Invalid, await StatusAsync(user));
        Assert.Equal(200, (await user.SendAsync("v1/takes")).Status);
        Assert.Equal(KeyStatus.Active, await StatusAsync(user));
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(402, 402)]
    [InlineData(403, 502)]
    [InlineData(404, 404)]
    [InlineData(407, 502)]
    [InlineData(429, 429)]
    public async Task An_answer_that_a_caller_can_cause_does_not_change_the_status_of_a_key(int status, int forwarded)
    {
        var user = await GatewayClient.MakeAsync(host);
        Provider.Answers[$"v1/denies/{status}"] = context => Answer(context, status);
        await user.SendAsync("v1/takes");

        Assert.Equal(forwarded, (await user.SendAsync($"v1/denies/{status}")).Status);
        Assert.Equal(KeyStatus.Active, await StatusAsync(user));
    }

    private async Task<KeyStatus> StatusAsync(GatewayClient user) =>
        Assert.Single((await host.Api.DoAsync(new ListProviderConfigs(user.Service.Value))).Configs).Status;

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"Incorrect API key provided: {context.Request.Headers.Authorization}"); // As providers do.
    }
}
