using System.Globalization;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>The changes of the calling service's bindings since the last one that it received; the client then follows further changes: see
/// <see cref="Gate.Gate.ContinueAsync"/>.</summary>
/// <param name="Heard">The id of the last change that the service received. Null: it starts now. If the id was never issued, or is older
/// than the stored changes, the service must read all values again.</param>
public sealed record FollowOwnBindings(string? Heard) : Reading<BindingNews>
{
    internal override Demand Demand => new(Act.ListOwnBindings, Aim.OwnBindings);

    internal override async Task<Result<BindingNews>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.Add("follows", true).AddEvidence(context.Caller);
        return ValueDeliveryPolicy.Refuse(context) is { } problem
            ? problem
            : await OwnChanges.ReadAsync(context, Heard is null ? null : Number(Heard), cancel);
    }

    // Every change has an id of at least 1, so invalid text is treated like an id that was never issued.
    private static long Number(string heard) => long.TryParse(heard, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
}

/// <summary>The changes for a service since the last one that it received.</summary>
/// <param name="Position">The id up to which the service has now received changes.</param>
/// <param name="MustReadAll">The changes in the meantime are no longer stored.</param>
/// <param name="Changes">In the order in which they were made; a name with several changes is included once, at its last one.</param>
public sealed record BindingNews(long Position, bool MustReadAll, IReadOnlyList<OwnChange> Changes);

/// <summary>One of a service's names has another value, or no value any more.</summary>
/// <param name="Version">The version of the current value; null if the service can't resolve the name.</param>
public sealed record OwnChange(long Id, string Name, int? Version);
