using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Usage;

/// <summary>One hour of a service's reads. Times are UTC.</summary>
/// <param name="Hour">The start of the hour.</param>
/// <param name="Reads">Values that it received, including those that it already had (304).</param>
/// <param name="Refusals">Values that it requested and did not receive.</param>
public sealed record UsageHour(DateTimeOffset Hour, int Reads, int Refusals);

/// <summary>The recent reads of a service.</summary>
/// <param name="Hours">Every hour of the period, ending with the current one; hours without reads are included.</param>
/// <param name="Refused">The newest refusals of the period, at most <see cref="ViewUsage.MaxRefused"/>.</param>
public sealed record ServiceUsage(IReadOnlyList<UsageHour> Hours, IReadOnlyList<ActivityRow> Refused)
{
    public long Reads => Hours.Sum(h => (long)h.Reads);
    public long Refusals => Hours.Sum(h => (long)h.Refusals);
}

/// <summary>Counts a service's reads and refusals by hour. Reads of the last few seconds may be missing.</summary>
/// <param name="LastHours">1 to <see cref="MaxHours"/>.</param>
public sealed record ViewUsage(ServiceId Service, int LastHours = 24) : Reading<ServiceUsage>
{
    /// <summary>One week.</summary>
    public const int MaxHours = 7 * 24;

    public const int MaxRefused = 10;

    internal override Demand Demand => new(Act.ViewActivity, TargetReference.To(Service));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<ServiceUsage>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (LastHours is < 1 or > MaxHours)
        {
            return Problem.Invalid("usage_hours_invalid", $"Choose 1 to {MaxHours} hours.", nameof(LastHours));
        }
        if (await context.Db.Services.Where(s => s.Id == Service.Value).Select(s => s.Name).FirstOrDefaultAsync(cancel) is not { } name)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Usage", Service.Value, name);
        var first = new DateTimeOffset(context.Now.UtcDateTime.Date.AddHours(context.Now.UtcDateTime.Hour), TimeSpan.Zero).AddHours(
            1 - LastHours
        );
        var counted = await context
            .Db.HoursOfReads.Where(h => h.ServiceId == Service.Value && h.Hour >= first)
            .ToDictionaryAsync(h => h.Hour, cancel);
        var hours = Enumerable
            .Range(0, LastHours)
            .Select(i => first.AddHours(i))
            .Select(hour =>
                counted.GetValueOrDefault(hour) is { } found ? new UsageHour(hour, found.Reads, found.Refusals) : new UsageHour(hour, 0, 0)
            );
        return new ServiceUsage([.. hours], await RefusedAsync(context, Service, first, cancel));
    }

    private static async Task<List<ActivityRow>> RefusedAsync(
        OperationContext context,
        ServiceId service,
        DateTimeOffset since,
        CancellationToken cancel
    ) =>
        await Refusals(context.AuditLog, service.Value, since)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .Take(MaxRefused)
            .Select(ActivityRow.Of(Consumers.VisibleServices(context)))
            .ToListAsync(cancel);

    // Searched among all refusals, which are few: the service's own rows are mostly reads, possibly millions. The empty string keeps SQLite
    // from using the index of the service's rows.
    internal static IQueryable<AuditEntry> Refusals(IQueryable<AuditEntry> rows, string service, DateTimeOffset since) =>
        rows.Where(a =>
            a.Result != AuditResult.Done
            && (a.Result == AuditResult.Refused || a.Result == AuditResult.Failed)
            && a.At >= since
            && a.Act + "" == nameof(Act.Resolve)
            && a.TargetId + "" == service
        );
}
