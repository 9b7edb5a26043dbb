using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Actions of visitors, who have no session: signing in and using links.</summary>
internal static class VisitorSteps
{
    public const string NewPassword = "another set of quiet words";

    public static readonly Caller Visitor = Caller.Anonymous(IPAddress.Parse("203.0.113.7"), "Firefox");

    public static Plaintext Secret(string text) => Plaintext.TryFrom(text)!;

    public static Task<Outcome<SignedIn>> SignInAsync(
        this VaultHost host,
        string? email,
        string password = VaultHost.Password,
        Caller? from = null
    ) => host.AskAsync(from ?? Visitor, new SignIn(email, Secret(password)));

    /// <summary>Waits for a try that may be delayed: the clock moves by a second whenever it is.</summary>
    public static async Task<(Outcome<T> Outcome, TimeSpan Waited)> WaitedAsync<T>(this VaultHost host, Task<Outcome<T>> attempt)
    {
        var start = host.Now;
        while (!attempt.IsCompleted)
        {
            if (host.Vault.Tools.Delays.Waiting > 0)
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
            }
            await Task.Yield();
        }
        return (await attempt, host.Now - start);
    }

    /// <summary>As after a hundred failed sign-ins from unknown devices.</summary>
    public static async Task StopUnknownDevicesAsync(this VaultHost host, string email)
    {
        await using var db = host.OpenDb();
        var normalized = EmailAddress.Normalize(email);
        await db.UnknownDeviceFailures.ExecuteDeleteAsync();
        db.Add(
            new UnknownDeviceFailures
            {
                AddressKey = SignInFailures.KeyOf(host.Vault.Tools.Keys, normalized),
                MemberId = db.Users.Single(m => m.NormalizedEmail == normalized).Id,
                Count = host.Vault.Limits.FailuresPerDay,
                Since = host.Now,
            }
        );
        await db.SaveChangesAsync();
    }

    public static Task<Outcome<AcceptedInvitation>> AcceptAsync(
        this VaultHost host,
        string? token,
        string password = NewPassword,
        string? again = null
    ) => host.AskAsync(Visitor, new AcceptInvitation(token, Secret(password), Secret(again ?? password)));

    public static Task<Outcome<InvitationView>> ViewInvitationAsync(this VaultHost host, string? token) =>
        host.AskAsync(Visitor, new GetInvitation(token));

    public static Task<NewInvitation> InviteAsync(
        this VaultHost host,
        Person inviter,
        string email = "guest@example.com",
        Roles roles = Roles.Reporter
    ) => host.DoAsync(inviter, new InviteMember(email, roles));

    public static Task<MemberDetail> GetMemberAsync(this VaultHost host, Person person) =>
        host.DoAsync(host.Owner, new GetMember(person.Id));

    public static async Task<Outcome<Unit>> SaveRolesAsync(
        this VaultHost host,
        Person editor,
        Person member,
        Roles roles,
        params (StoreId Store, Roles Roles)[] stores
    ) =>
        await host.AskAsync(
            editor,
            new SaveRoles(member.Id, (await host.GetMemberAsync(member)).Revision, roles, stores.ToDictionary(s => s.Store, s => s.Roles))
        );

    /// <summary>Roles as rows, past the operations.</summary>
    public static async Task GrantAsync(this VaultHost host, Person person, Roles roles)
    {
        await using var db = host.OpenDb();
        db.AddRange(
            RoleNames
                .All.Where(r => roles.HasFlag(r.Role))
                .Select(r => new IdentityUserRole<string> { UserId = person.Id.Value, RoleId = RoleIds.Of(r.Role) })
        );
        await db.SaveChangesAsync();
    }

    public static async Task<Standing> StandingAsync(this VaultHost host, Person person) =>
        (await host.Vault.Gate.IdentifyAsync(person.Caller)).Member!.Standing;
}
