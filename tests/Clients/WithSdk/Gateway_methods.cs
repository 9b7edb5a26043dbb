using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary><c>client.aiGateway.providerConfigs</c>: the newest SDK knows how to create and to list them.</summary>
public class Gateway_methods(ApiClientHost host)
{
    private const string Configs = "aiGateway.providerConfigs";

    [Fact]
    public async Task A_secret_is_associated_as_a_providers_key_and_listed_without_its_value()
    {
        var (gateway, secret) = await MakeAsync("ai_gateway");

        var made = await host.With(TokenLevel.Bind).DoAsync($"{Configs}.create", gateway, Body(secret, "default"));
        await host.With(TokenLevel.Bind).DoAsync($"{Configs}.create", gateway, Body(secret, "second"));
        var listed = await host.With(TokenLevel.Read)
            .EveryAsync($"{Configs}.list", gateway, new { account_id = host.Account, per_page = 1 });

        Assert.Equal(
            ("default", true, "openai", secret, "********", 60),
            (
                made.Text("alias"),
                made.GetProperty("default_config").GetBoolean(),
                made.Text("provider_slug"),
                made.Text("secret_id"),
                made.Text("secret_preview"),
                made.GetProperty("rate_limit").GetInt32()
            )
        );
        Assert.Equal(
            [("second", true), ("default", false)],
            listed.Select(c => (c.Text("alias"), c.GetProperty("default_config").GetBoolean()))
        );
    }

    [Fact]
    public async Task A_secret_without_the_ai_gateway_scope_is_rejected_with_the_check_that_failed()
    {
        var (gateway, secret) = await MakeAsync("workers");

        (await host.With(TokenLevel.Bind).TryAsync($"{Configs}.create", gateway, Body(secret, "default"))).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "the secret scope check failed"
        );
    }

    private object Body(string secret, string alias) =>
        new
        {
            account_id = host.Account,
            alias,
            default_config = true,
            provider_slug = "openai",
            secret_id = secret,
            rate_limit = 60,
            rate_limit_period = 60,
        };

    private async Task<(string Gateway, string Secret)> MakeAsync(string scope)
    {
        var store = await host.StoreAsync();
        var body = new[]
        {
            new
            {
                name = "OPENAI",
                value = "sk-not-a-key",
                scopes = new[] { scope },
            },
        };
        var secret = (
            await host.FullAccess.EveryAsync("secretsStore.stores.secrets.create", store, new { account_id = host.Account, body })
        )[0]
            .Text("id");
        var name = TestObjects.NewName("gateway");
        await host.FullAccess.DoAsync("post", $"/accounts/{host.Account}/services", new { body = new { name, kind = "ai_gateway" } });
        return (name, secret);
    }
}
