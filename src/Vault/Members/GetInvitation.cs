using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The content of a one-time link, for its holder.</summary>
public sealed record InvitationView(InvitationPurpose Purpose, string Email, Roles Roles, IReadOnlyList<StoreRole> StoreRoles);

/// <summary>Reads a one-time link without using it; only a POST uses it.</summary>
public sealed record GetInvitation(string? Token) : Reading<InvitationView>
{
    internal override Demand Demand => new(Act.AcceptInvitation, TargetReference.Account);

    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel) =>
        await context.InvitedAddressAsync(Token, cancel) is null ? context.EndIfRepeated() : null;

    internal override async Task<Result<InvitationView>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Invitation", null, null).Add("viewed", true);
        if (await OpenInvitations.FindAsync(context.Db, Token, context.Now, cancel) is not { } invitation)
        {
            return MemberProblems.LinkInvalid;
        }
        context.Note.About("Invitation", invitation.Id, invitation.Email);
        var stores = await StoreRoleLines.NameAsync(context, StoreRoleLines.Parse(invitation.StoreRoles), cancel);
        return new InvitationView(invitation.Purpose, invitation.Email, invitation.Roles, stores);
    }

    // A record prints its members, and this one is secret.
    public override string ToString() => nameof(GetInvitation);
}
