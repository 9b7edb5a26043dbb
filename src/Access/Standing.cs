namespace SecretsDashboard.Access;

/// <summary>Whether a credential is valid at this moment. Anything but <see cref="Good"/> refuses every act.</summary>
public enum Standing
{
    Good = 1,
    Unknown,
    SessionEnded,
    SessionIdle,
    SessionExpired,
    MemberDisabled,
    MemberRemoved,
    TokenDisabled,
    TokenExpired,
    TokenNotYetValid,
    AddressNotAllowed,

    /// <summary>The stored data of the credential, or of what it belongs to, were changed by another program.</summary>
    Forged,
}
