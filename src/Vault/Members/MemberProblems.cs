namespace SecretsDashboard.Vault.Members;

internal static class MemberProblems
{
    public static Problem NotFound { get; } =
        Problem.NotFound("member_not_found", "This member was not found. They may have been removed.");

    public static Problem StillInvited { get; } =
        Problem.Invalid(
            "member_still_invited",
            "An invited member has no roles to change yet. Invite the same address again with other roles: "
                + "the earlier link then stops working."
        );

    /// <summary>The same answer for expired, used, revoked, forged and unknown links, and for links whose inviter lost the right, so that
    /// the caller can't distinguish them.</summary>
    public static Problem LinkInvalid { get; } =
        Problem.Invalid(
            "invitation_invalid",
            "This link is not valid. It may have been used, replaced or taken back, or it may have expired. "
                + "Ask the person who gave it to you for a new one."
        );
}
