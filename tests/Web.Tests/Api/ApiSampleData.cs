using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>A store with an unbound secret, a bound one and a service of its own, a credential,
/// a workload, a token and an invited member, and the bodies that refer to them.</summary>
internal sealed record ApiSampleData(
    StoreId Store,
    SecretId Secret,
    ServiceId Service,
    ServiceId Unbound,
    CredentialId Credential,
    WorkloadIdentityId Workload,
    TokenId Token,
    InvitationId Invited,
    ServiceId Gateway,
    SecretId Key,
    ProviderConfigId Config,
    string Worker,
    string Version
)
{
    public static async Task<ApiSampleData> MakeAsync(ApiWebHost api)
    {
        var store = await api.StoreAsync();
        var (secret, bound) = (await api.SecretAsync(store, "FREE"), await api.SecretAsync(store, "BOUND"));
        var service = await api.DoAsync(new RegisterService("service", Scopes.Workers, store));
        var unbound = await api.DoAsync(new RegisterService("unbound", Scopes.Workers, store));
        await api.DoAsync(new BindSecret(service, bound, "BINDING"));
        var credential = await api.DoAsync(new IssueCredential(unbound, new CredentialInput("sample")));
        var workload = await api.DoAsync(
            new MapWorkloadIdentity(unbound, new WorkloadInput(WebTemplate.Issuer, $"{Guid.NewGuid():N}", "here"))
        );
        var token = await api.TokenAsync(new TokenInput("sample", TokenLevel.Read));
        var invited = await api.DoAsync(new InviteMember($"{Guid.NewGuid():N}@example.org", Roles.Reporter));
        // The same name is used in the account and in the store: for a token, it means the object within its reach.
        var worker = $"worker-{Guid.NewGuid():N}";
        await api.DoAsync(new DeployWorker(worker, store, Upload.Of()));
        var deployed = await api.DoAsync(new DeployWorker(worker, null, Upload.Of()));
        var gateway = await api.DoAsync(new RegisterService("gateway", Scopes.AiGateway, store));
        var key = await api.SecretAsync(store, "KEY", Scopes.AiGateway);
        var config = await api.DoAsync(new AssociateProvider(gateway.Value, key, new ProviderInput("openai", "default", IsDefault: true)));
        return new ApiSampleData(
            store,
            secret,
            service,
            unbound,
            credential.Credential.Id,
            workload.Id,
            token.Token.Id,
            invited.Id,
            gateway,
            key,
            config.Id,
            worker,
            deployed.Deployment
        );
    }

    /// <summary>A path with the ids in their places. What is deleted is not in use, or is forced.</summary>
    public string Fill(string method, string path) =>
        path.Replace("{store_id}", Store.Value, StringComparison.Ordinal)
            .Replace("{secret_id}", Secret.Value, StringComparison.Ordinal)
            .Replace(
                "{service_id}",
                (path.Contains("/bindings", StringComparison.Ordinal) ? Service : Unbound).Value,
                StringComparison.Ordinal
            )
            .Replace("{credential_id}", Credential.Value, StringComparison.Ordinal)
            .Replace("{workload_identity_id}", Workload.Value, StringComparison.Ordinal)
            .Replace("{token_id}", Token.Value, StringComparison.Ordinal)
            .Replace("{role_id}", RoleIds.Of(Roles.Reporter), StringComparison.Ordinal)
            .Replace("{member_id}", method == "DELETE" ? Invited.Value : WebTemplate.Members[^1].Id.Value, StringComparison.Ordinal)
            .Replace("{script_name}", Worker, StringComparison.Ordinal)
            .Replace("{version_id}", Version, StringComparison.Ordinal)
            .Replace("{gateway}", Gateway.Value, StringComparison.Ordinal)
            .Replace("{config_id}", Config.Value, StringComparison.Ordinal)
            .Replace("{name}", "BINDING", StringComparison.Ordinal) + (path is "/secrets_store/stores/{store_id}" ? "?force=true" : "");

    /// <summary>A good body; null where none is read.</summary>
    public string? BodyOf(string endpoint) =>
        endpoint switch
        {
            "POST /secrets_store/stores" => $$"""{"name":"{{Guid.NewGuid():N}}"}""",
            "POST /secrets_store/stores/{store_id}/secrets" => """[{"name":"NEW","value":"x","scopes":["workers"]}]""",
            "DELETE /secrets_store/stores/{store_id}/secrets" => $$"""{"ids":["{{Secret}}"]}""",
            "PATCH /secrets_store/stores/{store_id}/secrets/{secret_id}" => """{"comment":"new"}""",
            "POST /secrets_store/stores/{store_id}/secrets/{secret_id}/duplicate" => """{"name":"COPY","scopes":["dex"]}""",
            "POST /services" => $$"""{"name":"new","kind":"workers","store_id":"{{Store}}"}""",
            "POST /services/{service_id}/bindings" => $$"""{"name":"NEW","store_id":"{{Store}}","secret_name":"FREE"}""",
            "POST /services/{service_id}/credentials" => """{"name":"new"}""",
            "PUT /services/{service_id}/credentials/{credential_id}/value" => "{}",
            "PUT /workers/scripts/{script_name}" => """{"main_module":"index.js","bindings":"""
                + $$"""[{"type":"secrets_store_secret","name":"API_KEY","store_id":"{{Store}}","secret_name":"FREE"}]}""",
            "POST /workers/scripts/{script_name}/subdomain" => """{"enabled":true}""",
            "POST /ai-gateway/gateways/{gateway}/provider_configs" =>
                $$"""{"alias":"other","default_config":false,"provider_slug":"openai","secret_id":"{{Key}}"}""",
            "PUT /ai-gateway/gateways/{gateway}/provider_configs/{config_id}" => """{"alias":"renamed","default_config":true}""",
            "POST /services/{service_id}/workload_identities" =>
                $$"""{"issuer":"{{WebTemplate.Issuer}}","subject":"{{Guid.NewGuid():N}}","audience":"here"}""",
            "POST /tokens" or "PUT /tokens/{token_id}" => """{"name":"new","policies":[{"effect":"allow","permission_groups":"""
                + $$$"""[{"id":"{{{PermissionGroup.All[0].Id}}}"}],"resources":"""
                + $$$"""{"com.cloudflare.secrets_store.store.{{{Store}}}":"*"}}]}""",
            "POST /members" => $$"""{"email":"{{Guid.NewGuid():N}}@example.org","roles":["{{RoleIds.Of(Roles.Reporter)}}"]}""",
            "PUT /members/{member_id}" => """{"roles":[]}""",
            _ => null,
        };
}
