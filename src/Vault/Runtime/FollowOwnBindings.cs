using System.Globalization;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>What the calling service finds changed under its names since it last heard, and
/// then goes on to hear: see <see cref="Gate.Gate.ContinueAsync"/>.</summary>
/// <param name="Heard">The id that the service heard last, as it gives it back. Null: it begins now. One
/// that was never given, or that lies before what is kept: it has to read all anew.</param>
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

    // No change has a number below one, so what is no number is one that was never given.
    private static long Number(string heard) => long.TryParse(heard, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
}

/// <summary>What changed for a service since it last heard.</summary>
/// <param name="Position">The id up to which it has now heard.</param>
/// <param name="MustReadAll">What changed in the meantime is not known any more.</param>
/// <param name="Changes">In the order in which they were made; a name that changed several times is told once, at its last.</param>
public sealed record BindingNews(long Position, bool MustReadAll, IReadOnlyList<OwnChange> Changes);

/// <summary>Under one of its names a service finds another value, or none any more.</summary>
/// <param name="Version">Of the value that is there now; null when the service can't resolve the name.</param>
public sealed record OwnChange(long Id, string Name, int? Version);
