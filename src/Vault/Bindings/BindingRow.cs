using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Bindings;

public enum BindingState
{
    /// <summary>The service may read the secret under this name.</summary>
    Live = 1,

    /// <summary>The secret was deleted by force.</summary>
    SecretDeleted,

    /// <summary>The secret's scopes no longer include the service's kind.</summary>
    ScopeNarrowed,
}

/// <summary>A binding as its service lists it. Times are UTC.</summary>
/// <param name="Variable">The name under which the service reads the value.</param>
/// <param name="StoreName">The secret's store; null if it was deleted.</param>
/// <param name="LastUsed">When its service last read it, to the minute; null: never.</param>
/// <param name="Scopes">The secret's current scopes; empty if it was deleted.</param>
public sealed record BindingRow(
    string Variable,
    SecretId Secret,
    string SecretName,
    StoreId Store,
    string? StoreName,
    Scopes Kind,
    Scopes Scopes,
    BindingState State,
    DateTimeOffset Created,
    DateTimeOffset? LastUsed
)
{
    public bool IsBroken => State != BindingState.Live;

    /// <summary>Why it is broken and how to repair it; null while it is live.</summary>
    public string? Why =>
        State switch
        {
            BindingState.Live => null,
            BindingState.SecretDeleted =>
                "The secret was deleted, so the service can't read this variable. Unbind it, then bind another secret.",
            BindingState.ScopeNarrowed =>
                $"The secret's scopes no longer include {ScopeNames.Name(Kind).DisplayName}; they are {ScopeNames.Describe(Scopes)}. "
                    + $"An Admin can add {ScopeNames.Name(Kind).DisplayName} again, or bind another secret.",
        };

    internal static async Task<IReadOnlyList<BindingRow>> OfAsync(
        OperationContext context,
        ServiceRow service,
        int? unusedDays,
        CancellationToken cancel
    )
    {
        var bindings = unusedDays is { } days ? context.Db.Bindings.Where(Unused.Bindings(days, context.Now)) : context.Db.Bindings;
        var found = await (
            from b in bindings
            where b.ServiceId == service.Id.Value
            join s in context.Db.LiveSecrets on b.SecretId equals s.Id into secrets
            from s in secrets.DefaultIfEmpty()
            join st in context.Db.Stores on b.StoreId equals st.Id into stores
            from st in stores.DefaultIfEmpty()
            orderby b.Name
            select new
            {
                Binding = b,
                Scopes = s == null ? (Scopes?)null : s.Scopes,
                StoreName = st == null ? null : st.Name,
            }
        ).ToListAsync(cancel);
        return found.ConvertAll(f => new BindingRow(
            f.Binding.Name,
            new SecretId(f.Binding.SecretId),
            f.Binding.SecretName,
            new StoreId(f.Binding.StoreId),
            f.StoreName,
            service.Kind,
            f.Scopes ?? Scopes.None,
            StateOf(f.Scopes, service.Kind),
            f.Binding.Created,
            f.Binding.LastUsed
        ));
    }

    internal static BindingState StateOf(Scopes? scopes, Scopes kind) =>
        scopes is not { } held ? BindingState.SecretDeleted
        : (held & kind) == kind ? BindingState.Live
        : BindingState.ScopeNarrowed;
}
