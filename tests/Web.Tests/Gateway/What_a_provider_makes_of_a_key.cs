using Microsoft.AspNetCore.Http;
using SecretsDashboard.Vault.Gateways;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>The status of a key: what its provider said of it, and nothing that a caller could bring about.</summary>
public sealed class What_a_provider_makes_of_a_key(Gateways house) : IClassFixture<Gateways>
{
    private LocalProvider Provider => house.Provider;

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
}
