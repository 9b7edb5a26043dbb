using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The maximum number of secrets of the account, and the number that it has.</summary>
public sealed record SecretQuota(int Max, int Used);

/// <summary>Reads the quota of the account. Callers who reach single stores
/// may read it too, because it limits their secrets as well.</summary>
public sealed record ViewQuota : Reading<SecretQuota>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override async Task<Result<SecretQuota>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Quota", null, null);
        return new SecretQuota(context.Tools.Limits.Secrets, await UnfilteredQueries.SecretsAsync(context, cancel));
    }
}
