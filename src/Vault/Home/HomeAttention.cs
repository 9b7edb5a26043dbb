using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Home;

/// <summary>The items on the first page that need attention.</summary>
internal static class HomeAttention
{
    // Page loads are most of the log: looking further back for changes would make the first page slow.
    private const int MaxScannedRows = 2_000;

    /// <summary>The bindings that no longer work, of the services within reach, by name.</summary>
    public static IQueryable<BrokenBinding> Broken(OperationContext context) =>
        from binding in context.Db.Bindings
        join service in context.Db.Services on binding.ServiceId equals service.Id
        let alive = context.Db.LiveSecrets.Any(s => s.Id == binding.SecretId)
        let fits = context.Db.LiveSecrets.Any(s => s.Id == binding.SecretId && (s.Scopes & service.Kind) != Scopes.None)
        where !fits
        orderby service.Name, binding.Name
        select new BrokenBinding(
            new ServiceId(service.Id),
            service.Name,
            service.Kind,
            binding.Name,
            new SecretId(binding.SecretId),
            binding.SecretName,
            !alive
        );

    /// <summary>The number of unused secrets, once any service has read its values here: an installation whose services read them elsewhere
    /// must not be asked to clean up.</summary>
    public static async Task<int> UnusedAsync(OperationContext context, CancellationToken cancel) =>
        await context.Db.Services.AnyAsync(s => s.LastUsed != null, cancel)
            ? await new SecretFilter(UnusedDays: ViewHome.UnusedDays).Apply(context.Db.Secrets, context.Now).CountAsync(cancel)
            : 0;

    /// <summary>Enabled members without any role, neither on the account nor on a store.</summary>
    public static async Task<IReadOnlyList<RolelessMember>> WithoutRoleAsync(OperationContext context, CancellationToken cancel) =>
        await context
            .Db.Users.Where(m =>
                !m.Disabled && !context.Db.UserRoles.Any(r => r.UserId == m.Id) && !context.Db.StoreGrants.Any(g => g.MemberId == m.Id)
            )
            .OrderBy(m => m.Email)
            .Take(ViewHome.MaxRows)
            .Select(m => new RolelessMember(new MemberId(m.Id), m.Email!))
            .ToListAsync(cancel);

    /// <summary>The members for whom passwords from unknown devices are rejected at the
    /// moment: the caller first, and others if the caller may view members.</summary>
    public static async Task<IReadOnlyList<StoppedMember>> StoppedAsync(
        OperationContext context,
        bool seesMembers,
        CancellationToken cancel
    )
    {
        var (memberId, window) = (context.MemberId?.Value, context.Tools.Limits.FailureWindow);
        var found = await (
            from stopped in SignInFailures.Stopped(context)
            join member in context.Db.Users on stopped.MemberId equals member.Id
            where !member.Disabled && (member.Id == memberId || seesMembers)
            orderby member.Id == memberId descending, member.Email
            select new
            {
                member.Id,
                member.Email,
                stopped.Since,
            }
        )
            .Take(ViewHome.MaxRows)
            .ToListAsync(cancel);
        return found.ConvertAll(f => new StoppedMember(new MemberId(f.Id), f.Email!, f.Since + window, f.Id == memberId));
    }

    /// <summary>Valid tokens that expire within two weeks: the caller's own, and
    /// the account's if the caller manages them. Ordered by expiry.</summary>
    public static async Task<IReadOnlyList<ExpiringToken>> ExpiringAsync(
        OperationContext context,
        bool managesAccountTokens,
        CancellationToken cancel
    )
    {
        var (now, soon, memberId) = (context.Now, context.Now + TokenDetail.WarnBeforeEnd, context.MemberId?.Value);
        return await context
            .Db.ApiTokens.Where(t =>
                !t.Disabled
                && t.Expires > now
                && t.Expires <= soon
                && ((t.OwnerId != null && t.OwnerId == memberId) || (managesAccountTokens && t.OwnerId == null))
            )
            .OrderBy(t => t.Expires)
            .Take(ViewHome.MaxRows)
            .Select(t => new ExpiringToken(new TokenId(t.Id), t.Name, t.OwnerId == null, t.Expires!.Value))
            .ToListAsync(cancel);
    }

    /// <summary>The newest changes, done or refused, except sign-ins, in the stores whose audit log the caller may view.</summary>
    public static async Task<IReadOnlyList<ActivityRow>?> RecentAsync(OperationContext context, CancellationToken cancel)
    {
        var decision = Decider.Decide(new Question(context.Permit.Question.Actor, Act.ViewAudit, Target.Anywhere));
        if (decision.Permit is not { Reach: var reach })
        {
            return null;
        }
        var (everything, stores) = (reach.Everything, reach.Stores.Select(s => s.Value).ToArray());
        var newest = await context.AuditLog.MaxAsync(a => (long?)a.Id, cancel) ?? 0;
        return await context
            .AuditLog.Where(AuditFilter.IsChange)
            .Where(a => a.Id > newest - MaxScannedRows && a.Act != Act.SignIn)
            .Where(a => everything || (a.StoreId != null && stores.Contains(a.StoreId)))
            .OrderByDescending(a => a.Id)
            .Take(ViewHome.MaxRows)
            .Select(ActivityRow.Of(Consumers.VisibleServices(context)))
            .ToListAsync(cancel);
    }
}
