using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The roles that can be assigned, for callers who may view the members' roles.</summary>
public sealed record ListRoles : Reading<IReadOnlyList<RoleName>>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override Task<Result<IReadOnlyList<RoleName>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Roles", null, null);
        return Task.FromResult<Result<IReadOnlyList<RoleName>>>(RoleNames.All.ToList());
    }
}
