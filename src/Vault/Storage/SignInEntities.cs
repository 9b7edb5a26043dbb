namespace SecretsDashboard.Vault.Storage;

/// <summary>A browser in which a member has signed in. Its cookie is 256 random bits, of which only the SHA-256 is stored. Each sign-in
/// replaces the row, so the row also identifies the session that the sign-in started.</summary>
internal sealed class KnownDevice
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }
    public required string SessionId { get; init; }
    public required byte[] TokenHash { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>The number of wrong passwords for its member since the row was created.</summary>
    public required int Failures { get; set; }
}

/// <summary>A key of ASP.NET's data protection, or a revocation of one; see <see cref="StoredXmlKeys"/>.</summary>
internal sealed class DataProtectionKey
{
    public int Id { get; init; }
    public required string? FriendlyName { get; init; }
    public required string? Xml { get; init; }
}

/// <summary>Failed sign-ins from unknown devices for one e-mail address, whether or
/// not a member has it, so that both behave alike, also after a restart.</summary>
internal sealed class UnknownDeviceFailures
{
    /// <summary>An HMAC of the normalized address. The address itself is not stored,
    /// because a user may have typed a password into the wrong field.</summary>
    public required byte[] AddressKey { get; init; }

    /// <summary>The member who had the address at the last failure; null if no member had it.</summary>
    public required string? MemberId { get; set; }
    public required int Count { get; set; }

    /// <summary>When the first failure happened; a day later, all are deleted.</summary>
    public required DateTimeOffset Since { get; set; }
}
