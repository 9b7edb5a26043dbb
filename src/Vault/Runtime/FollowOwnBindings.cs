using System.Globalization;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>The changes of the calling service's bindings since the last one that it received; the client then follows further changes: see
/// <see cref="Gate.Gate.ContinueAsync"/>.</summary>
/// <param name="LastReceivedId">The id of the last change that the service received. Null: it starts now. If the id was never
/// issued, or is older than the stored changes, the service must read all values again.</param>
public sealed record FollowOwnBindings(string? LastReceivedId) : Reading<BindingChangeBatch>
{
    internal override Demand Demand => new(Act.ListOwnBindings, TargetReference.OwnBindings);

    internal override async Task<Result<BindingChangeBatch>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.Add("follows", true).AddEvidence(context.Caller);
        return ValueDeliveryPolicy.Refuse(context) is { } problem
            ? problem
            : await OwnChanges.ReadAsync(context, LastReceivedId is null ? null : Number(LastReceivedId), cancel);
    }

    // Every change has an id of at least 1, so invalid text is treated like an id that was never issued.
    private static long Number(string lastId) =>
        long.TryParse(lastId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
}

/// <summary>The changes for a service since the last one that it received.</summary>
/// <param name="Position">The id up to which the service has now received changes.</param>
/// <param name="MustReadAll">The changes in the meantime are no longer stored.</param>
/// <param name="Changes">In the order in which they were made; a name with several changes is included once, at its last one.</param>
public sealed record BindingChangeBatch(long Position, bool MustReadAll, IReadOnlyList<OwnChange> Changes);

/// <summary>One of a service's names has another value, or no value any more.</summary>
/// <param name="Version">The version of the current value; null if the service can't resolve the name.</param>
public sealed record OwnChange(long Id, string Name, int? Version);
