using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>What visitors do: they sign in and use links, without a session.</summary>
internal static class Guests
{
    public const string NewPassword = "another set of quiet words";

    public static readonly Caller Somebody = Caller.Nobody(IPAddress.Parse("203.0.113.7"), "Firefox");

    public static Plaintext Secret(string text) => Plaintext.TryFrom(text)!;

    public static Task<Outcome<SignedIn>> SignInAsync(this World world, string? email, string password = World.Password, Caller? from = null) =>
        world.AskAsync(from ?? Somebody, new SignIn(email, Secret(password)));

    /// <summary>Waits for a try that may be delayed: the clock moves by a second whenever it is.</summary>
    public static async Task<(Outcome<T> Outcome, TimeSpan Waited)> WaitedAsync<T>(this World world, Task<Outcome<T>> attempt)
    {
        var start = world.Now;
        while (!attempt.IsCompleted)
        {
            if (world.Vault.Tools.Delays.Waiting > 0)
            {
                world.Time.Advance(TimeSpan.FromSeconds(1));
            }
            await Task.Yield();
        }
        return (await attempt, world.Now - start);
    }

    /// <summary>As after a hundred failed sign-ins from unknown devices.</summary>
    public static async Task StopUnknownDevicesAsync(this World world, string email)
    {
        await using var db = world.OpenDb();
        var normalized = EmailAddress.Normalize(email);
        await db.UnknownDeviceFailures.ExecuteDeleteAsync();
        db.Add(new UnknownDeviceFailures
        {
            AddressKey = SignInFailures.KeyOf(world.Vault.Tools.Keys, normalized),
            MemberId = db.Users.Single(m => m.NormalizedEmail == normalized).Id,
            Count = world.Vault.Limits.FailuresPerDay,
            Since = world.Now,
        });
        await db.SaveChangesAsync();
    }

    public static Task<Outcome<AcceptedInvitation>> AcceptAsync(this World world, string? token, string password = NewPassword, string? again = null) =>
        world.AskAsync(Somebody, new AcceptInvitation(token, Secret(password), Secret(again ?? password)));

    public static Task<Outcome<InvitationView>> LookAsync(this World world, string? token) => world.AskAsync(Somebody, new GetInvitation(token));

    public static Task<NewInvitation> InviteAsync(this World world, Person inviter, string email = "guest@example.com", Roles roles = Roles.Reporter) =>
        world.DoAsync(inviter, new InviteMember(email, roles));

    public static Task<MemberDetail> LookAtAsync(this World world, Person person) => world.DoAsync(world.Boss, new GetMember(person.Id));

    public static async Task<Outcome<Unit>> SaveRolesAsync(this World world, Person editor, Person member, Roles roles, params (StoreId Store, Roles Roles)[] stores) =>
        await world.AskAsync(editor, new SaveRoles(member.Id, (await world.LookAtAsync(member)).Revision, roles, stores.ToDictionary(s => s.Store, s => s.Roles)));

    /// <summary>Roles as rows, past the operations.</summary>
    public static async Task GrantAsync(this World world, Person person, Roles roles)
    {
        await using var db = world.OpenDb();
        db.AddRange(RoleNames.All.Where(r => roles.HasFlag(r.Role)).Select(r => new IdentityUserRole<string> { UserId = person.Id.Value, RoleId = RoleIds.Of(r.Role) }));
        await db.SaveChangesAsync();
    }

    public static async Task<Standing> StandingAsync(this World world, Person person) =>
        (await world.Vault.Gate.WhoAsync(person.Caller)).Member!.Standing;
}
