using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>Whether a device cookie belongs to a known device: a browser in which a member has signed in, without too many wrong
    /// passwords since then. It is only for rate limits: it gives no right, does not reveal whose device it is, and leaves no audit row. It
    /// costs one index look-up.</summary>
    /// <param name="cookie">The cookie as the browser sent it, without validation.</param>
    public bool IsKnownDevice(string? cookie)
    {
        if (OneTimeToken.Hash(cookie) is not { } hash)
        {
            return false;
        }
        var oldest = _tools.Time.GetUtcNow() - _tools.Limits.KnownDevice;
        using var snapshot = _snapshots.Open();
        return snapshot.Statements.Scalar(
            """SELECT 1 FROM "KnownDevices" WHERE "TokenHash" = $hash AND "Created" > $oldest""",
            ("$hash", hash),
            ("$oldest", oldest.ToUnixTimeMilliseconds())
        )
            is not null;
    }
}
