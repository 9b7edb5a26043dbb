using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

/// <summary>The API calls for the actions of the page of tokens: account tokens only, because no token can manage its
/// owner's tokens.</summary>
internal static class TokenCurls
{
    public static IReadOnlyList<Curl> All(string accountId) =>
        [
            new("List the account's tokens", "list-tokens"),
            new("List what tokens may be given", "list-permission-groups"),
            new("Create a token that reads", "create-token")
            {
                Body = new
                {
                    name = "my-program",
                    policies = new[]
                    {
                        new
                        {
                            effect = "allow",
                            permission_groups = PermissionGroup.All.Where(g => g.Level == TokenLevel.Read).Select(g => new { id = g.Id }),
                            resources = new Dictionary<string, string> { [$"com.cloudflare.api.account.{accountId}"] = "*" },
                        },
                    },
                },
            },
        ];

    public static IReadOnlyList<Curl> Of(TokenDetail token, string accountId) =>
        [
            Of("Copy as curl: get", "get-token", token),
            token.Status == TokenStatus.Disabled
                ? Edited("Copy as curl: enable", token, "active", accountId)
                : Edited("Copy as curl: disable", token, "disabled", accountId),
            Of("Copy as curl: roll", "roll-token", token),
            Of("Copy as curl: delete", "delete-token", token),
        ];

    // The API replaces the whole token: an omitted property would be removed.
    private static Curl Edited(string title, TokenDetail token, string status, string accountId)
    {
        var policy = TokenPolicies.Of(token, accountId);
        return Of(title, "edit-token", token) with
        {
            Body = new
            {
                name = token.Name,
                policies = new[]
                {
                    new
                    {
                        effect = policy.Effect,
                        permission_groups = policy.PermissionGroups.Select(g => new { id = g.Id }),
                        resources = policy.Resources,
                    },
                },
                condition = token.AllowedFrom.Count + token.DeniedFrom.Count == 0
                    ? null
                    : new { request_ip = new { @in = token.AllowedFrom, not_in = token.DeniedFrom } },
                not_before = token.NotBefore is { } first ? Wire.Time(first) : null,
                status,
            },
        };
    }

    private static Curl Of(string title, string endpoint, TokenDetail token) =>
        new(title, endpoint) { Path = new Dictionary<string, string> { ["token_id"] = token.Id.Value } };
}
