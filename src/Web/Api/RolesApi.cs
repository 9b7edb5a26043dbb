using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Web.Api;

/// <summary>The four roles, for programs that manage members.</summary>
internal sealed class RolesApi(ApiResponder responder)
{
    private const string NotFound = "role_not_found";

    private static readonly Dictionary<Roles, ApiRole> Shapes = RoleNames.All.ToDictionary(
        r => r.Role,
        r => new ApiRole(RoleIds.Of(r.Role), r.DisplayName, r.Purpose, RoleAreas.Of(r.Role))
    );

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            "/roles",
            new("list-roles", "List the roles that members may hold", typeof(ApiRole))
            {
                IsList = true,
                Query = ["page", "per_page", "name"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint("GET", "/roles/{role_id}", new("get-role", "Get a role", typeof(ApiRole)), responder.For(GetAsync));
    }

    /// <summary>The roles of a set, the most powerful first.</summary>
    public static ApiRole[] Of(Roles roles) => [.. RoleNames.All.Where(r => roles.HasFlag(r.Role)).Select(r => Shapes[r.Role])];

    private Task ListAsync(ApiCall call)
    {
        var (page, name) = (call.Query.Page, call.Query.Name);
        return responder.AnswerPageAsync(
            call,
            new ListRoles(),
            NotFound,
            page,
            roles => [.. roles.Where(r => name is null || r.DisplayName == name)],
            (RoleName r) => Shapes[r.Role]
        );
    }

    private Task GetAsync(ApiCall call) => responder.AnswerAsync(call, new GetRole(call.Role), NotFound, done => Shapes[done.Value.Role]);
}
