using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>Whether a device cookie is that of a known device: a browser in which a
    /// member has signed in, and from which there were not too many wrong
    /// passwords since. It is for limits of requests alone: it gives no right, does not
    /// tell whose device it is, and leaves no audit row. One look-up by an
    /// index.</summary>
    /// <param name="cookie">As the browser sent it; anything may be in it.</param>
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
