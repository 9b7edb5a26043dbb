using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Members;

/// <summary>The API calls for the actions of the pages of members.</summary>
internal static class MemberCurls
{
    public static IReadOnlyList<Curl> All { get; } =
    [
        new("List the members", "list-members"),
        new("Invite somebody as Reporter", "invite-member") { Body = new { email = "somebody@example.org", roles = Ids(Roles.Reporter) } },
        new("List the roles", "list-roles"),
    ];

    public static IReadOnlyList<Curl> Of(MemberDetail member) =>
        [
            Of("Get this member", "get-member", member),
            Of("Give exactly these roles", "edit-member", member) with
            {
                Body = new { roles = Ids(member.Roles).Select(id => new { id }) },
            },
            Of("Remove this member", "remove-member", member),
        ];

    private static Curl Of(string title, string endpoint, MemberDetail member) =>
        new(title, endpoint) { Path = new Dictionary<string, string> { ["member_id"] = member.Id.Value } };

    private static IEnumerable<string> Ids(Roles roles) => RoleNames.All.Where(r => roles.HasFlag(r.Role)).Select(r => RoleIds.Of(r.Role));
}
