using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Api;

/// <summary>The areas in which a role reads and writes, as Cloudflare describes roles. An area only names acts; the
/// decision determines whether a role may do them.</summary>
internal static class RoleAreas
{
    /// <summary>Each act that a role allows is in one area or, if it only reads, in several.</summary>
    public static IReadOnlyList<(string Name, Act[] Read, Act[] Write)> All { get; } =
    [
        ("secrets", [Act.ViewMetadata], [Act.CreateSecret, Act.EditSecret, Act.DuplicateSecret, Act.DeleteSecret]),
        ("stores", [Act.ViewMetadata], [Act.CreateStore, Act.DeleteStore]),
        ("services", [Act.ViewMetadata], [Act.RegisterService, Act.RemoveService]),
        ("bindings", [Act.ViewMetadata], [Act.Bind, Act.Unbind, Act.Associate, Act.Deploy]),
        Both(
            "credentials",
            Act.IssueCredential,
            Act.RollCredential,
            Act.RevokeCredential,
            Act.MapWorkloadIdentity,
            Act.UnmapWorkloadIdentity
        ),
        ("activity", [Act.ViewActivity], []),
        ("audit", [Act.ViewAudit], []),
        ("members", [Act.ViewMembers], [Act.InviteMember, Act.RemoveMember, Act.DisableMember, Act.ChangeRoles]),
        Both("account_tokens", Act.ManageAccountTokens),
        Both("own_tokens", Act.ManageOwnTokens),
    ];

    /// <summary>The permissions of a role that is held for the whole account.</summary>
    public static Dictionary<string, ApiGrant> Of(Roles role) =>
        All.ToDictionary(a => a.Name, a => new ApiGrant(May(role, a.Read), May(role, a.Write)));

    // For areas in which the same right is required for reading and writing.
    private static (string, Act[], Act[]) Both(string name, params Act[] acts) => (name, acts, acts);

    private static bool May(Roles role, Act[] acts) =>
        acts.Length > 0
        && acts.All(act =>
            Decider
                .Decide(new Question(new MemberActor(new MemberId("anybody"), Standing.Good, role), act, Target.Account))
                .Authorization.Passed
        );
}
