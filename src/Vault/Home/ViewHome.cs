using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Home;

/// <summary>What the caller reaches, counted.</summary>
/// <param name="Members">Null when the caller may not view members.</param>
/// <param name="Invitations">Open ones; null likewise.</param>
public sealed record HomeCounts(int Stores, int Secrets, int Services, int Bindings, int BrokenBindings, int? Members, int? Invitations);

/// <summary>A binding whose service is refused.</summary>
/// <param name="SecretIsGone">The secret was deleted; otherwise its scopes lost the service's kind.</param>
public sealed record BrokenBinding(
    ServiceId Service,
    string ServiceName,
    Scopes Kind,
    string Variable,
    SecretId Secret,
    string SecretName,
    bool SecretIsGone
);

/// <summary>A member who can do nothing yet.</summary>
public sealed record RolelessMember(MemberId Member, string Email);

/// <summary>A token that ends soon: the program that uses it will stop.</summary>
/// <param name="OfAccount">Otherwise it is the caller's own.</param>
public sealed record ExpiringToken(TokenId Token, string Name, bool OfAccount, DateTimeOffset Expires);

/// <summary>A service's credential that ends soon, or that has ended and leaves the service without any.</summary>
public sealed record EndingCredential(
    CredentialId Credential,
    string Name,
    ServiceId Service,
    string ServiceName,
    DateTimeOffset Expires,
    bool HasEnded
);

/// <summary>A key that its provider refused when a gateway last used it.</summary>
public sealed record RefusedKey(
    ProviderConfigId Config,
    string Provider,
    string Alias,
    ServiceId Gateway,
    string GatewayName,
    SecretId Secret,
    string SecretName
);

/// <summary>A member for whose address too many sign-ins from unknown devices failed:
/// until then no password from such a device is accepted.</summary>
/// <param name="IsSelf">It is the caller.</param>
public sealed record StoppedMember(MemberId Member, string Email, DateTimeOffset Until, bool IsSelf);

/// <summary>The first page that a member sees.</summary>
/// <param name="Broken">The first few.</param>
/// <param name="WithoutRole">The first few; null when the caller can't hand out roles.</param>
/// <param name="Recent">What was changed or refused lately; null when the caller may not view the audit log.</param>
/// <param name="Unused">How many secrets no service has used for <see cref="ViewHome.UnusedDays"/>
/// days; 0 as long as nothing was ever used here, where that would say nothing.</param>
/// <param name="Disk">Null while the disk under the data has enough space.</param>
/// <param name="Expiring">One's own tokens that end soon, and the account's for who manages those; the first few.</param>
/// <param name="Ending">Services' credentials, for who sees those: the first few that have ended, then the first few that end soon.</param>
/// <param name="RefusedKeys">The first few.</param>
/// <param name="AuditWarning">Why nobody vouches for the end of the audit log, for who may view it; null when all is well.</param>
public sealed record HomeView(
    HomeCounts Counts,
    IReadOnlyList<BrokenBinding> Broken,
    IReadOnlyList<RolelessMember>? WithoutRole,
    IReadOnlyList<ActivityRow>? Recent,
    IReadOnlyList<ExpiringToken> Expiring,
    IReadOnlyList<EndingCredential> Ending,
    IReadOnlyList<RefusedKey> RefusedKeys,
    int Unused,
    string? AuditWarning,
    DiskShortage? Disk
)
{
    /// <summary>The caller, and the first few others where the caller sees members.</summary>
    public IReadOnlyList<StoppedMember> Stopped { get; init; } = [];
}

/// <summary>Counts, what needs attention, and what happened lately, as far as the caller reaches. One ask, one audit row.</summary>
public sealed record ViewHome : Reading<HomeView>
{
    /// <summary>The most entries of each list.</summary>
    public const int MaxRows = 8;

    /// <summary>After so many days without use a secret wants to be looked at.</summary>
    public const int UnusedDays = 90;

    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);
    internal override bool ReadsAudit => true;

    internal override async Task<Result<HomeView>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Home", null, null);
        var broken = HomeAttention.Broken(context);
        var members = Allowed(context, Act.ViewMembers);
        var counts = new HomeCounts(
            await context.Db.Stores.CountAsync(cancel),
            await context.Db.Secrets.CountAsync(s => s.Status != SecretStatus.Deleted, cancel),
            await context.Db.Services.CountAsync(cancel),
            await context.Db.Bindings.CountAsync(cancel),
            await broken.CountAsync(cancel),
            members ? await context.Db.Users.CountAsync(cancel) : null,
            members
                ? await context.Db.Invitations.CountAsync(i => i.Purpose == InvitationPurpose.Join && i.Expires > context.Now, cancel)
                : null
        );
        return new HomeView(
            counts,
            await broken.Take(MaxRows).ToListAsync(cancel),
            Allowed(context, Act.ChangeRoles) ? await HomeAttention.WithoutRoleAsync(context, cancel) : null,
            await HomeAttention.RecentAsync(context, cancel),
            await HomeAttention.ExpiringAsync(context, Allowed(context, Act.ManageAccountTokens), cancel),
            Allowed(context, Act.IssueCredential) ? await ServiceAttention.EndingAsync(context, cancel) : [],
            await ServiceAttention.RefusedKeysAsync(context, cancel),
            await HomeAttention.UnusedAsync(context, cancel),
            Allowed(context, Act.ViewAudit) ? context.Tools.Anchor.Warning : null,
            context.Tools.Disk.Shortage
        )
        {
            Stopped = await HomeAttention.StoppedAsync(context, members, cancel),
        };
    }

    private static bool Allowed(OperationContext context, Act act) =>
        Decider.Decide(new Question(context.Permit.Question.Actor, act, Target.Account)).Allowed;
}
