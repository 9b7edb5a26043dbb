using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Api;

/// <summary>The permission of a token and its resources, in the format of policies: permission groups × resources. A token
/// has one permission for all of its resources, so other combinations of policies are rejected, like everything unknown: a
/// policy that was meant as a limit is never ignored.</summary>
internal sealed record TokenPolicies(TokenLevel? Level, bool Administer, IReadOnlyList<StoreId>? Stores)
{
    public const string Account = "com.cloudflare.api.account",
        Store = "com.cloudflare.secrets_store.store";

    private const int MaxPolicies = 20,
        MaxGroups = 20,
        MaxResources = 101; // One more than the allowed number of stores, so that the vault can reject the request.

    private static TokenPolicies Nothing { get; } = new(null, false, null);

    /// <param name="accountId">The id of this installation's only account.</param>
    public static TokenPolicies Read(ApiObject? token, string accountId)
    {
        var policies = token?.Inners("policies", MaxPolicies).Select(p => Policy.Read(p, accountId)).ToList() ?? [];
        var groups = policies.SelectMany(p => p.Groups).Distinct().ToList();
        var resources = policies.SelectMany(p => p.Resources).Distinct().ToList();
        if (groups.Any(g => resources.Any(r => !policies.Any(p => p.Groups.Contains(g) && p.Resources.Contains(r)))))
        {
            token!.Refuse(
                "token_policies_differ",
                "A token has the same permission on all of its resources. Create one token for each permission.",
                "policies"
            );
            return Nothing;
        }
        if (resources.Count > 1 && resources.Contains(Policy.WholeAccount))
        {
            token!.Refuse(
                "token_resources_overlap",
                "Name either the account or single stores: the account includes them all.",
                "policies"
            );
            return Nothing;
        }
        return new(
            PermissionGroup.Union(groups.Select(g => g.Level).OfType<TokenLevel>()),
            groups.Any(g => g.Level is null),
            resources is [] || resources.Contains(Policy.WholeAccount) ? null : [.. resources.Select(r => new StoreId(r))]
        );
    }

    /// <summary>The one policy of a token, under the token's id.</summary>
    public static ApiPolicy Of(TokenDetail token, string accountId) =>
        new(
            token.Id.Value,
            "allow",
            [.. PermissionGroup.Of(token.Level, token.Administer).Select(g => new ApiPermission(g.Id, g.Name))],
            token.Stores is { } stores ? stores.ToDictionary(s => $"{Store}.{s.Id}", _ => "*") : new() { [$"{Account}.{accountId}"] = "*" }
        );

    /// <param name="Resources">Ids of stores, or <see cref="WholeAccount"/>.</param>
    private sealed record Policy(IReadOnlyList<PermissionGroup> Groups, IReadOnlyList<string> Resources)
    {
        public const string WholeAccount = "";

        public static Policy Read(ApiObject policy, string accountId)
        {
            if (policy.Text("effect") != "allow")
            {
                policy.Refuse("token_effect_invalid", "The only supported effect is allow.", "effect");
            }
            var entries = policy.Entries("resources", MaxResources);
            if (entries.Count == 0)
            {
                policy.Refuse(
                    "token_resources_empty",
                    $"Name the account ({Account}.<id>) or stores ({Store}.<id>), each with \"*\".",
                    "resources"
                );
            }
            return new(
                [.. policy.Ids("permission_groups", MaxGroups).Select(g => GroupOf(policy, g.Id, g.Pointer)).OfType<PermissionGroup>()],
                [.. entries.Select(e => ResourceOf(policy, e.Name, e.Text, accountId)).OfType<string>()]
            );
        }

        private static PermissionGroup? GroupOf(ApiObject policy, string? id, string place)
        {
            var group = PermissionGroup.Find(id);
            if (group is null && id is not null)
            {
                policy.Refuse(
                    "token_permission_group_unknown",
                    "This permission group is unknown: tokens/permission_groups lists them.",
                    place
                );
            }
            return group;
        }

        private static string? ResourceOf(ApiObject policy, string name, string? text, string accountId)
        {
            var resource =
                text != "*" ? null
                : name == $"{Account}.{accountId}" ? WholeAccount
                : name.StartsWith($"{Store}.", StringComparison.Ordinal)
                && ApiCall.IdOrNone(name[(Store.Length + 1)..]) is { Length: > 0 } store
                    ? store
                : null;
            if (resource is null)
            {
                policy.Refuse(
                    "token_resource_unknown",
                    $"A resource must be this account ({Account}.<id>) or a store of it ({Store}.<id>), with \"*\".",
                    "resources"
                );
            }
            return resource;
        }
    }
}
