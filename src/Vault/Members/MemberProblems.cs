namespace SecretsDashboard.Vault.Members;

internal static class MemberProblems
{
    public static Problem NotFound { get; } = new("member_not_found", "This member does not exist, or no longer.");

    public static Problem StillInvited { get; } = new("member_still_invited",
        "Who has not joined yet has no roles to change. Invite the same address again with other roles: the earlier link stops working then.");

    /// <summary>One answer for expired, used, revoked, forged and unknown links, and for those whose inviter lost the right: nobody learns which.</summary>
    public static Problem LinkInvalid { get; } = new("invitation_invalid",
        "This link is not valid, or no longer: it may have been used, replaced or taken back, or its time is over. Ask the person who gave it to you for a new one.");
}
