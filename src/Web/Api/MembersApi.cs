using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Api;

/// <summary>Who belongs to the account. An invitation is a member with the status <c>pending</c>; whoever accepts it keeps its id.</summary>
internal sealed class MembersApi(ApiDesk desk)
{
    private const string NotFound = "member_not_found";

    private const string All = "/members", One = All + "/{member_id}";

    private const int MostRoles = 20, MostStores = 100;

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapDoor("GET", All, new("list-members", "The members, and who is invited", typeof(ApiMember))
        { IsList = true, Query = ["page", "per_page", "order", "direction", "status", "email"], Orders = ["user.email", "user.first_name", "user.last_name", "status"] }, desk.For(ListAsync));
        account.MapDoor("POST", All, new("invite-member", "Invite somebody; the one-time link is in this answer alone", typeof(ApiMember)) { Body = typeof(NewApiMember) }, desk.For(InviteAsync));
        account.MapDoor("GET", One, new("get-member", "One member, or somebody who is invited", typeof(ApiMember)), desk.For(GetAsync));
        account.MapDoor("PUT", One, new("edit-member", "Give a member exactly these roles", typeof(ApiMember)) { Body = typeof(ApiMemberEdit) }, desk.For(EditAsync));
        account.MapDoor("DELETE", One, new("remove-member", "Remove a member, or take an invitation back", typeof(ApiId)), desk.For(RemoveAsync));
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        // Names are not kept, so that by name all are alike.
        var order = query.Order(MemberOrder.Email, ("user.email", MemberOrder.Email), ("user.first_name", MemberOrder.Email), ("user.last_name", MemberOrder.Email), ("status", MemberOrder.Status));
        return desk.AnswerPageAsync(call, new ListMembersAndInvited(page, query.Invited, order, query.Descending, query.Email), NotFound, page, Shape);
    }

    private async Task InviteAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        var member = body.Single();
        var (roles, stores) = (RolesOf(member, "roles"), StoreRolesOf(member) ?? []);
        if (member?.Text("status") is not (null or "pending"))
        {
            member!.Refuse("member_status_invalid", "Who is invited is pending until they have chosen a password.", "status");
        }
        await desk.AnswerAsync(call, new InviteMember(member?.Text("email"), roles, stores), NotFound, done =>
            Shape(done.Value.Id.Value, done.Value.Email, "pending", roles, stores, new ApiInvitation(done.Value.Path, Wire.Time(done.Value.Expires))));
    }

    private Task GetAsync(ApiCall call) => desk.AnswerAsync(call, Find(call), NotFound, done => Shape(done.Value));

    private async Task EditAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        var member = body.Single();
        call.Guard(Find(call), TagOf);
        await desk.AnswerAsync(call, new GiveRoles(call.Member, RolesOf(member, "roles"), StoreRolesOf(member)), NotFound, done => Shape(done.Value));
    }

    private Task RemoveAsync(ApiCall call)
    {
        call.Guard(Find(call), TagOf);
        return desk.AnswerAsync(call, new RemoveMemberOrInvited(call.Member), NotFound, _ => new ApiId(call.Member));
    }

    private static GetMemberOrInvited Find(ApiCall call) => new(call.Member);

    private static string TagOf(MemberOrInvited member) => EntityTag.Of(Shape(member));

    // Left out could mean "as they are" or "none": whoever hands out roles says which.
    private static Roles RolesOf(ApiObject? at, string name)
    {
        if (at is not null && (!at.Has(name) || at.IsNull(name)))
        {
            at.Refuse("roles_missing", "Say which roles, by their ids. An empty array is none.", name);
        }
        var roles = Roles.None;
        foreach (var (id, place) in at?.Ids(name, MostRoles) ?? [])
        {
            var role = RoleIds.Find(id ?? "");
            if (role == Roles.None && id is not null)
            {
                at!.Refuse("role_unknown", "There is no role with this id: accounts/{account_id}/roles lists them.", place);
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
        return member.Inners("store_roles", MostStores)
            .GroupBy(StoreOf, s => RolesOf(s, "roles"))
            .ToDictionary(s => s.Key, s => s.Aggregate((all, one) => all | one))
            .Where(s => s.Value != Roles.None).ToDictionary();
    }

    private static StoreId StoreOf(ApiObject roles)
    {
        var id = ApiCall.IdOrNone(roles.Text("store_id"));
        if (id.Length == 0)
        {
            roles.Refuse("role_store_unknown", "A store's id belongs here.", "store_id");
        }
        return new StoreId(id);
    }

    private static ApiMember Shape(MemberOrInvited m) =>
        Shape(m.Id, m.Email, m.IsInvited ? "pending" : "accepted", m.Roles, m.StoreRoles.ToDictionary(s => s.Store, s => s.Roles), invitation: null);

    private static ApiMember Shape(string id, string email, string status, Roles roles, Dictionary<StoreId, Roles> stores, ApiInvitation? invitation) => new(id, email, status,
        new(id, email, null, null, TwoFactorAuthenticationEnabled: false), RolesApi.Of(roles), [.. stores.Select(s => new ApiStoreRoles(s.Key.Value, RolesApi.Of(s.Value)))], invitation);
}
