namespace SecretsDashboard.Vault.Members;

/// <summary>Recognizes clients that are not signed in, only for rate limits: it gives no right, does not reveal whose device or link it is,
/// and leaves no audit row. A value of another format is not looked up; everything else costs one index look-up.</summary>
public sealed class KnownClients
{
    private readonly Snapshots _snapshots;
    private readonly VaultTools _tools;

    internal KnownClients(Snapshots snapshots, VaultTools tools) => (_snapshots, _tools) = (snapshots, tools);

    /// <summary>Whether a device cookie belongs to a known device: a browser in which a member has signed in, without too many wrong
    /// passwords since then.</summary>
    /// <param name="cookie">The cookie as the browser sent it, without validation.</param>
    public bool IsKnownDevice(string? cookie)
    {
        if (OneTimeToken.Hash(cookie) is not { } hash)
        {
            return false;
        }
        using var snapshot = _snapshots.Open();
        return ClientRows.HasDevice(snapshot, hash, _tools.Time.GetUtcNow() - _tools.Limits.KnownDevice);
    }

    /// <summary>Whether a one-time link was created here and has not expired.</summary>
    /// <param name="token">The token from the URL, without validation.</param>
    public bool IsOpenInvitation(string? token)
    {
        if (OneTimeToken.Hash(token, _tools.Seals) is not { } hash)
        {
            return false;
        }
        using var snapshot = _snapshots.Open();
        return ClientRows.HasOpenInvitation(snapshot, hash, _tools.Time.GetUtcNow());
    }
}
