using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

/// <summary>What the API can do of what the page of tokens does: with the account's tokens alone, for no token manages its owner's.</summary>
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

    public static IReadOnlyList<Curl> Of(TokenId token) => [Of("Copy as curl: get", "get-token", token), Of("Copy as curl: roll", "roll-token", token), Of("Copy as curl: delete", "delete-token", token)];

    private static Curl Of(string title, string door, TokenId token) => new(title, door) { Path = new Dictionary<string, string> { ["token_id"] = token.Value } };
}
