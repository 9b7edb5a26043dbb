using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Gateways;

namespace SecretsDashboard.Web.Api;

/// <summary>The keys that an AI gateway uses for its providers. The gateway is a service of kind <c>ai_gateway</c>,
/// identified by its name or its id.</summary>
internal sealed class ProviderConfigsApi(ApiResponder responder)
{
    private const string All = "/ai-gateway/gateways/{gateway}/provider_configs",
        One = All + "/{config_id}";
    private const string NoGateway = "gateway_not_found",
        NoConfig = "provider_config_not_found",
        Preview = "********";
    private const int Minute = 60;

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-provider-configs", "List the keys that a gateway uses, by provider", typeof(ApiProviderConfig))
            {
                IsList = true,
                Query = ["page", "per_page", "alias"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("associate-provider", "Associate a secret with a gateway, as the key of a provider", typeof(ApiProviderConfig))
            {
                Body = typeof(NewApiProviderConfig),
            },
            responder.For(AssociateAsync)
        );
        account.MapApiEndpoint(
            "PUT",
            One,
            new("edit-provider-config", "Change a key that a gateway uses", typeof(ApiProviderConfig))
            {
                Body = typeof(ApiProviderConfigEdit),
            },
            responder.For(EditAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("remove-provider-config", "Remove a key from a gateway; the secret stays"),
            responder.For(RemoveAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var (page, alias) = (call.Query.Page, call.Query.Alias);
        return responder.AnswerPageAsync(
            call,
            new ListProviderConfigs(call.Gateway),
            NoGateway,
            page,
            keys => [.. keys.Configs.Where(c => alias is null || c.Alias == alias)],
            (ProviderConfigRow c) => Shape(c)
        );
    }

    private async Task AssociateAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var config = body.Single();
        RefuseValue(config);
        var input = new ProviderInput(
            config?.Text("provider_slug"),
            config?.Text("alias"),
            config?.Flag("default_config") ?? false,
            Limit(config)
        );
        var operation = new AssociateProvider(call.Gateway, new SecretId(ApiCall.IdOrNone(config?.Text("secret_id"))), input);
        await responder.AnswerAsync(call, operation, Seen(call), NoGateway, SecretsApi.NotFound, done => Shape(done.Value));
    }

    private async Task EditAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var config = body.Single();
        RefuseValue(config);
        var secret = config?.Text("secret_id") is { } id ? new SecretId(ApiCall.IdOrNone(id)) : (SecretId?)null;
        var changes = new ProviderChanges(
            config?.Text("provider_slug"),
            config?.Text("alias"),
            config?.Flag("default_config"),
            config?.Has("rate_limit") ?? false,
            Limit(config)
        );
        await responder.AnswerAsync(
            call,
            new EditProviderConfig(call.Gateway, call.ProviderConfig, secret, changes),
            Seen(call),
            NoGateway,
            secret is null ? NoConfig : SecretsApi.NotFound,
            done => Shape(done.Value)
        );
    }

    private Task RemoveAsync(ApiCall call) =>
        responder.AnswerAsync(call, new RemoveProviderConfig(call.Gateway, call.ProviderConfig), NoGateway, _ => (object?)null);

    private static Demand Seen(ApiCall call) => new(Act.ViewMetadata, TargetReference.ToGateway(call.Gateway));

    // Cloudflare would create a secret from it. Here the store is unknown, and a key must not be lost silently.
    private static void RefuseValue(ApiObject? config)
    {
        if (config?.Has("secret") == true && !config.IsNull("secret"))
        {
            config.Refuse(
                "secret_not_taken_here",
                "A key can't be sent here. Create it as a secret with the scope ai_gateway, then send its secret_id.",
                "secret"
            );
        }
    }

    private static int? Limit(ApiObject? config)
    {
        if (config?.Number("rate_limit_period") is { } period && period != Minute)
        {
            config.Refuse(
                "rate_limit_period_invalid",
                $"Requests are counted per minute: the period must be {Minute} seconds.",
                "rate_limit_period"
            );
        }
        return config?.Number("rate_limit");
    }

    private static ApiProviderConfig Shape(ProviderConfigRow c) =>
        new(
            c.Id.Value,
            c.Alias,
            c.IsDefault,
            c.Gateway.Value,
            Wire.Time(c.Modified),
            c.Provider,
            c.Secret.Value,
            Preview,
            c.RequestsPerMinute,
            c.RequestsPerMinute is null ? null : Minute,
            WireName(c.Status),
            c.LastUsed is { } used ? Wire.Time(used) : null
        );

    private static string WireName(KeyStatus status) =>
        status switch
        {
            KeyStatus.NeverUsed => "unused",
            KeyStatus.Active => "active",
            KeyStatus.Invalid => "invalid",
        };
}
