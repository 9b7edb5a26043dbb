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
}
