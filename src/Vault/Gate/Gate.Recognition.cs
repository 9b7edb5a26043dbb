using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>Whether a one-time link was created here and has not expired. It is only for rate
    /// limits: it gives no right, does not reveal the link's purpose, and leaves no audit row. A
    /// value of another format is not looked up; everything else costs one index look-up.</summary>
    /// <param name="token">The token from the URL, without validation.</param>
    public bool IsOpenInvitation(string? token)
    {
        if (OneTimeToken.Hash(token) is not { } hash)
        {
            return false;
        }
        using var snapshot = _snapshots.Open();
        return snapshot.Statements.Scalar(
            """SELECT 1 FROM "Invitations" WHERE "TokenHash" = $hash AND "Expires" > $now""",
            ("$hash", hash),
            ("$now", _tools.Time.GetUtcNow().ToUnixTimeMilliseconds())
        )
            is not null;
    }
}
