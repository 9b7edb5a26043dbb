namespace SecretsDashboard.Vault.Members;

internal static class NewMember
{
    /// <param name="id">The invitation's id, so that API clients that store ids
    /// still find the person after they have joined. Null for a new id.</param>
    public static Member Make(string email, string passwordHash, DateTimeOffset now, string? id = null) =>
        new()
        {
            Id = id ?? NewId.At(now),
            UserName = email,
            NormalizedUserName = EmailAddress.Normalize(email),
            Email = email,
            NormalizedEmail = EmailAddress.Normalize(email),
            EmailConfirmed = true, // The holder of the one-time link received it from a person who may invite.
            LockoutEnabled = true,
            PasswordHash = passwordHash,
            SecurityStamp = NewStamp(),
            Created = now,
        };

    /// <summary>A new security stamp ends every session of the member.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
