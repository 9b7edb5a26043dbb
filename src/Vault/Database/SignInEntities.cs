namespace SecretsDashboard.Vault.Database;

/// <summary>A browser in which a member has signed in. Its cookie is 256 random bits, of which only the SHA-256 is kept. Each sign-in
/// replaces the row, so that
/// it also names the session that the sign-in started.</summary>
internal sealed class KnownDevice
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }
    public required string SessionId { get; init; }
    public required byte[] TokenHash { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>Wrong passwords for its member since it was made.</summary>
    public required int Failures { get; set; }
}

/// <summary>Failed sign-ins from unknown devices for one e-mail address, whether or not a member has it: both behave alike, also after a
/// restart.</summary>
internal sealed class UnknownDeviceFailures
{
    /// <summary>A keyed code of the normalised address: what was typed may be a password in the wrong field, and is not kept.</summary>
    public required byte[] AddressKey { get; init; }

    /// <summary>The member who had the address at the last failure; null when nobody had.</summary>
    public required string? MemberId { get; set; }
    public required int Count { get; set; }

    /// <summary>When the first of them happened: a day later they are forgotten.</summary>
    public required DateTimeOffset Since { get; set; }
}
