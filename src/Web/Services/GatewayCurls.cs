using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

/// <summary>The API calls for the actions of the tab of providers.</summary>
internal static class GatewayCurls
{
    public static IReadOnlyList<Curl> Of(ServiceRow gateway, GatewayKeys? keys)
    {
        var first = keys?.Configs.FirstOrDefault();
        return
        [
            new("List its keys", "list-provider-configs") { Path = At(gateway) },
            new("Associate a key", "associate-provider")
            {
                Path = At(gateway),
                Body = new
                {
                    alias = "default",
                    default_config = true,
                    provider_slug = first?.Provider ?? keys?.Providers.FirstOrDefault() ?? "PROVIDER",
                    secret_id = first?.Secret.Value ?? "SECRET_ID",
                },
            },
            new("Change a key", "edit-provider-config")
            {
                Path = At(gateway, first),
                Body = new { alias = first?.Alias ?? "default", default_config = true },
            },
            new("Remove a key", "remove-provider-config") { Path = At(gateway, first) },
        ];
    }

    private static Dictionary<string, string> At(ServiceRow gateway, ProviderConfigRow? config = null)
    {
        var path = new Dictionary<string, string> { ["gateway"] = gateway.Name };
        if (config is not null)
        {
            path["config_id"] = config.Id.Value;
        }
        return path;
    }
}
