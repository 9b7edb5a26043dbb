using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>One role by its id (see <see cref="RoleIds"/>).</summary>
public sealed record GetRole(string Id) : Reading<RoleName>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override Task<Result<RoleName>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var found = RoleNames.All.FirstOrDefault(r => r.Role == RoleIds.Find(Id));
        context.Note.About("Roles", found is null ? null : Id, found?.DisplayName);
        return Task.FromResult<Result<RoleName>>(found is null ? Problem.NotFound("role_not_found", "No role has this id.") : found);
    }
}
