using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Counts wrong passwords, of sign-ins and of password changes alike: an open page is no way around the lock.</summary>
internal static class Lockout
{
    public static bool IsLocked(Session session, Member member) => member.LockoutEnd > session.Now;

    public static void CountFailure(Session session, Member member)
    {
        if (IsLocked(session, member))
        {
            return; // Tries against a locked account don't lengthen the lock.
        }
        member.AccessFailedCount++;
        if (member.AccessFailedCount >= session.Tools.Limits.LockoutTries)
        {
            (member.AccessFailedCount, member.LockoutEnd) = (0, session.Now + session.Tools.Limits.Lockout);
            session.Note.Say("locked", true);
        }
    }

    public static void Lift(Member member) => (member.AccessFailedCount, member.LockoutEnd) = (0, null);
}
