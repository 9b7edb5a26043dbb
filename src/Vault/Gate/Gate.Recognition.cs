using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>Whether a one-time link was made here and has not expired. It is for rate limits
    /// alone: it gives no right, does not reveal the link's purpose, and leaves no
    /// audit row. What can't be a link is not looked up, everything else is one look-up by an index.</summary>
    /// <param name="token">As the address has it; anything may be in it.</param>
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
