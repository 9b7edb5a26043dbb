using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>How many secrets the account may hold, and how many it holds.</summary>
public sealed record SecretQuota(int Max, int Used);

/// <summary>Shows the quota. It is the account's, also for those who reach single
/// stores: whether a secret still fits depends on it.</summary>
public sealed record ViewQuota : Reading<SecretQuota>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);

    internal override async Task<Result<SecretQuota>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Quota", null, null);
        return new SecretQuota(context.Tools.Limits.Secrets, await UnfilteredQueries.SecretsAsync(context, cancel));
    }
}
