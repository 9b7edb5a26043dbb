using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Ends the calling session. All of its open pages lose their rights with the same commit.</summary>
public sealed record SignOut : Change<Unit>
{
    internal override Demand Demand => new(Act.ManageOwnAccount, TargetReference.Self);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Session", context.OwnSession!.Value.Value, null).Add("ended", true);
        await context
            .Db.Sessions.Where(s => s.Id == context.OwnSession.Value.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, context.Now), cancel);
        context.AffectedMembers.Add(context.MemberId!.Value);
        return Unit.Value;
    }
}
