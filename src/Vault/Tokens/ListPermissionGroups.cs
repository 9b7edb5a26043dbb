using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The permissions that a token may have, for callers who issue tokens.</summary>
public sealed record ListPermissionGroups(TokenSide Side) : Reading<IReadOnlyList<PermissionGroup>>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override Task<Result<IReadOnlyList<PermissionGroup>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About(AuditFilter.ViewedTokens, null, null);
        return Task.FromResult<Result<IReadOnlyList<PermissionGroup>>>(PermissionGroup.All.ToList());
    }
}
