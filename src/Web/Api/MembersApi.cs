using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Web.Api;

/// <summary>The members of the account. An invitation is a member with the status
/// <c>pending</c>; the member who accepts it keeps its id.</summary>
internal sealed class MembersApi(ApiResponder responder)
{
    private const string NotFound = "member_not_found";

    private const string All = "/members",
        One = All + "/{member_id}";

    private const int MaxRoles = 20,
        MaxStores = 100;

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-members", "List the members and the invited ones", typeof(ApiMember))
            {
                IsList = true,
                Query = ["page", "per_page", "order", "direction", "status", "email"],
                Orders = ["user.email", "user.first_name", "user.last_name", "status"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("invite-member", "Invite a member; only this response contains the one-time link", typeof(ApiMember))
            {
                Body = typeof(NewApiMember),
            },
            responder.For(InviteAsync)
        );
        account.MapApiEndpoint("GET", One, new("get-member", "Get a member or an invited one", typeof(ApiMember)), responder.For(GetAsync));
        account.MapApiEndpoint(
            "PUT",
            One,
            new("edit-member", "Give a member exactly these roles", typeof(ApiMember)) { Body = typeof(ApiMemberEdit) },
            responder.For(EditAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("remove-member", "Remove a member, or take back an invitation", typeof(ApiId)),
            responder.For(RemoveAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        // Names are not stored, so all members are equal in an order by name.
        var order = query.Order(
            MemberOrder.Email,
            ("user.email", MemberOrder.Email),
            ("user.first_name", MemberOrder.Email),
            ("user.last_name", MemberOrder.Email),
            ("status", MemberOrder.Status)
        );
        return responder.AnswerPageAsync(
            call,
            new ListMembersAndInvited(page, query.Invited, order, query.Descending, query.Email),
            NotFound,
            page,
            Shape
        );
    }

    private async Task InviteAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var member = body.Single();
        var (roles, stores) = (RolesOf(member, "roles"), StoreRolesOf(member) ?? []);
        if (member?.Text("status") is not (null or "pending"))
        {
            member!.Refuse("member_status_invalid", "An invited member is pending until they choose a password.", "status");
        }
        await responder.AnswerAsync(
            call,
            new InviteMember(member?.Text("email"), roles, stores),
            NotFound,
            done =>
                Shape(
                    done.Value.Id.Value,
                    done.Value.Email,
                    "pending",
                    roles,
                    stores,
                    new ApiInvitation(done.Value.Path, Wire.Time(done.Value.Expires))
                )
        );
    }

    private Task GetAsync(ApiCall call) => responder.AnswerAsync(call, Find(call), NotFound, done => Shape(done.Value));

    private async Task EditAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var member = body.Single();
        call.Guard(Find(call), TagOf);
        await responder.AnswerAsync(
            call,
            new GiveRoles(call.Member, RolesOf(member, "roles"), StoreRolesOf(member)),
            NotFound,
            done => Shape(done.Value)
        );
    }

    private Task RemoveAsync(ApiCall call)
    {
        call.Guard(Find(call), TagOf);
        return responder.AnswerAsync(call, new RemoveMemberOrInvited(call.Member), NotFound, _ => new ApiId(call.Member));
    }

    private static GetMemberOrInvited Find(ApiCall call) => new(call.Member);

    private static string TagOf(MemberOrInvited member) => EntityTag.Of(Shape(member));

    // Omitted roles could mean "unchanged" or "none", so the caller has to send them.
    private static Roles RolesOf(ApiObject? at, string name)
    {
        if (at is not null && (!at.Has(name) || at.IsNull(name)))
        {
            at.Refuse("roles_missing", "Send the roles by their ids. An empty array means no roles.", name);
        }
        var roles = Roles.None;
        foreach (var (id, place) in at?.Ids(name, MaxRoles) ?? [])
        {
            var role = RoleIds.Find(id ?? "");
            if (role == Roles.None && id is not null)
            {
                at!.Refuse("role_unknown", "No role has this id: accounts/{account_id}/roles lists them.", place);
            }
            roles |= role;
        }
        return roles;
    }

    private static Dictionary<StoreId, Roles>? StoreRolesOf(ApiObject? member)
    {
        if (member?.Has("store_roles") != true || member.IsNull("store_roles"))
        {
            return null;
        }
        return member
            .Inners("store_roles", MaxStores)
            .GroupBy(StoreOf, s => RolesOf(s, "roles"))
            .ToDictionary(s => s.Key, s => s.Aggregate((all, one) => all | one))
            .Where(s => s.Value != Roles.None)
            .ToDictionary();
    }

    private static StoreId StoreOf(ApiObject roles)
    {
        var id = ApiCall.IdOrNone(roles.Text("store_id"));
        if (id.Length == 0)
        {
            roles.Refuse("role_store_unknown", "Expected a store's id.", "store_id");
        }
        return new StoreId(id);
    }

    private static ApiMember Shape(MemberOrInvited m) =>
        Shape(
            m.Id,
            m.Email,
            m.IsInvited ? "pending" : "accepted",
            m.Roles,
            m.StoreRoles.ToDictionary(s => s.Store, s => s.Roles),
            invitation: null
        );

    private static ApiMember Shape(
        string id,
        string email,
        string status,
        Roles roles,
        Dictionary<StoreId, Roles> stores,
        ApiInvitation? invitation
    ) =>
        new(
            id,
            email,
            status,
            new(id, email, null, null, TwoFactorAuthenticationEnabled: false),
            RolesApi.Of(roles),
            [.. stores.Select(s => new ApiStoreRoles(s.Key.Value, RolesApi.Of(s.Value)))],
            invitation
        );
}
