using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Home;

/// <summary>The numbers of objects within the caller's reach.</summary>
/// <param name="Members">Null if the caller may not view members.</param>
/// <param name="Invitations">Open ones; null if the caller may not view members.</param>
public sealed record HomeCounts(int Stores, int Secrets, int Services, int Bindings, int BrokenBindings, int? Members, int? Invitations);

/// <summary>A binding that the service can't use.</summary>
/// <param name="IsSecretDeleted">True if the secret was deleted; false if its scopes no longer include the service's kind.</param>
public sealed record BrokenBinding(
    ServiceId Service,
    string ServiceName,
    Scopes Kind,
    string Variable,
    SecretId Secret,
    string SecretName,
    bool IsSecretDeleted
);

/// <summary>A member without any role.</summary>
public sealed record RolelessMember(MemberId Member, string Email);

/// <summary>A token that expires soon: the program that uses it will stop.</summary>
/// <param name="OfAccount">True for a token of the account; false for the caller's own.</param>
public sealed record ExpiringToken(TokenId Token, string Name, bool OfAccount, DateTimeOffset Expires);

/// <summary>A service's credential that expires soon, or that has expired and leaves the service without a valid one.</summary>
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

/// <summary>A member for whose address too many sign-ins from unknown devices
/// failed: until this time, passwords from such devices are rejected.</summary>
/// <param name="IsSelf">The member is the caller.</param>
public sealed record StoppedMember(MemberId Member, string Email, DateTimeOffset Until, bool IsSelf);

/// <summary>The data of a member's first page.</summary>
/// <param name="Broken">The first few.</param>
/// <param name="WithoutRole">The first few; null if the caller can't assign roles.</param>
/// <param name="Recent">The latest changes and refusals; null if the caller may not view the audit log.</param>
/// <param name="Unused">The number of secrets that no service has used for <see cref="ViewHome.UnusedDays"/> days; 0 if no service has ever
/// used one here, because the number would mean nothing.</param>
/// <param name="Disk">Null while the disk under the data has enough space.</param>
/// <param name="Expiring">The caller's own tokens that expire soon, and the account's if the caller manages those; the first few.</param>
/// <param name="Ending">Credentials of services, if the caller may view them: the
/// first few that have expired, then the first few that expire soon.</param>
/// <param name="RefusedKeys">The first few.</param>
/// <param name="AuditWarning">The reason why the end of the audit log is not
/// covered, if the caller may view it; null if there is no problem.</param>
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
    /// <summary>The caller, and the first few others if the caller may view members.</summary>
    public IReadOnlyList<StoppedMember> Stopped { get; init; } = [];

    /// <summary>The rows of the database whose seals are wrong, as far as they were checked, if the caller may view the audit
    /// log.</summary>
    public IReadOnlyList<ForgedRow> Forged { get; init; } = [];
}

/// <summary>Numbers, items that need attention, and recent changes, within
/// the caller's reach. It is one request with one audit row.</summary>
public sealed record ViewHome : Reading<HomeView>
{
    /// <summary>The maximum number of entries of each list.</summary>
    public const int MaxRows = 8;

    /// <summary>The number of days without use after which a secret needs attention.</summary>
    public const int UnusedDays = 90;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);
    internal override bool ReadsAudit => true;

    internal override async Task<Result<HomeView>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Home", null, null);
        var broken = HomeAttention.Broken(context);
        var members = Allowed(context, Act.ViewMembers);
        var counts = new HomeCounts(
            await context.Db.Stores.CountAsync(cancel),
            await context.Db.LiveSecrets.CountAsync(cancel),
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
            Forged = Allowed(context, Act.ViewAudit) ? context.Tools.Seals.Forged.All : [],
            Stopped = await HomeAttention.StoppedAsync(context, members, cancel),
        };
    }

    private static bool Allowed(OperationContext context, Act act) =>
        Decider.Decide(new Question(context.Permit.Question.Actor, act, Target.Account)).Allowed;
}
