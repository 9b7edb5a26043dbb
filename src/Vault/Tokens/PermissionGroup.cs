using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>A permission that a token may have, with the id that API clients use. The ids are the same in every installation.</summary>
/// <param name="Id">32 lowercase hex characters. Those of Read and Write are Cloudflare's, the others this project's own.</param>
/// <param name="Level">Null for Administer, which is not a level and may be combined with one.</param>
public sealed record PermissionGroup(string Id, string Name, TokenLevel? Level)
{
    /// <summary>The weakest first.</summary>
    public static IReadOnlyList<PermissionGroup> All { get; } =
    [
        new("5e33b7d77788455c9fdf18cbd38ee5a0", "Secrets Store Read", TokenLevel.Read),
        new("7c1f2d8e4b6a49d3a5e09b7c3f58d102", "Secrets Store Bind", TokenLevel.Bind),
        new("b94e6a17c0d2483f9e7155ad02c6f8b3", "Secrets Store Manage", TokenLevel.Manage),
        new("adc8fa2bc6124928a8b3314dc63a1235", "Secrets Store Write", TokenLevel.Edit),
        new("e2a83c5f91d74b06ac3d60f7b81945de", "Account Administer", null),
    ];

    /// <summary>The permission with exactly this id; null if there is none.</summary>
    public static PermissionGroup? Find(string? id) => All.FirstOrDefault(g => g.Id == id);

    /// <summary>The permissions of a token: one for its level, and one more if it administers.</summary>
    public static IEnumerable<PermissionGroup> Of(TokenLevel? level, bool administer) =>
        All.Where(g => g.Level is { } given ? given == level : administer);

    /// <summary>The single level that covers these: each includes Read, and Bind with Manage is Edit. Null for none.</summary>
    public static TokenLevel? Union(IEnumerable<TokenLevel> levels) =>
        levels.Distinct().Order().ToArray() switch
        {
            [] => null,
            [.., TokenLevel.Edit] or [.., TokenLevel.Bind, TokenLevel.Manage] => TokenLevel.Edit,
            [.., var strongest] => strongest,
        };
}
