using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>A version of a value: its number and creation time, never the value.</summary>
public sealed record SecretVersionRow(int Number, DateTimeOffset Created);

/// <summary>A binding as an entry of its secret's list.</summary>
/// <param name="Service">Null, like its name, if the service belongs to the account and the caller may not view the account.</param>
/// <param name="Broken">The service is refused: the secret was deleted, or its scopes no longer include the service's kind.</param>
public sealed record SecretBinding(
    ServiceId? Service,
    string? ServiceName,
    Scopes Kind,
    string Variable,
    DateTimeOffset Created,
    bool Broken,
    DateTimeOffset? LastUsed
);

/// <summary>The service that used a secret last.</summary>
/// <param name="Service">Null if the service is outside the caller's reach.</param>
/// <param name="Name">Also null if the service was removed.</param>
public sealed record LastUser(ServiceId? Service, string? Name, bool IsRemoved);

/// <summary>All metadata of one secret, without the value. Times are UTC.</summary>
/// <param name="Revision">Incremented with each edit; an edit names the revision that it is based on.</param>
/// <param name="LastUsed">When a service last read it, to the minute; null: never.</param>
/// <param name="Versions">The newest first, at most <see cref="GetSecret.MaxVersions"/>; empty once the secret is deleted.</param>
public sealed record SecretDetail(
    SecretId Id,
    StoreId Store,
    string StoreName,
    string Name,
    SecretDescription Description,
    Scopes Scopes,
    SecretStatus Status,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    int Revision,
    int Version,
    IReadOnlyList<SecretVersionRow> Versions,
    IReadOnlyList<SecretBinding> Bindings,
    DateTimeOffset? LastUsed,
    LastUser? LastUsedBy
);

/// <summary>Reads one secret, its versions and its dependants. A deleted secret is returned too: its metadata is its history.</summary>
/// <param name="Store">The store that the request names; null if it names none.</param>
public sealed record GetSecret(SecretId Secret, StoreId? Store = null) : Reading<SecretDetail>
{
    public const int MaxVersions = 50;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Secret, Store));

    internal override async Task<Result<SecretDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.Secrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", secret.Id, secret.Name, secret.StoreId);
        var storeName = await context.Db.Stores.Where(s => s.Id == secret.StoreId).Select(s => s.Name).SingleAsync(cancel);
        var versions = await context
            .Db.SecretVersions.Where(v => v.SecretId == secret.Id)
            .OrderByDescending(v => v.Number)
            .Take(MaxVersions)
            .Select(v => new SecretVersionRow(v.Number, v.Created))
            .ToListAsync(cancel);
        return new SecretDetail(
            Secret,
            new StoreId(secret.StoreId),
            storeName,
            secret.Name,
            SecretDescription.Of(secret),
            secret.Scopes,
            secret.Status,
            secret.Created,
            secret.Modified,
            secret.Revision,
            secret.VersionNumber,
            versions,
            await BindingsAsync(context, secret, cancel),
            secret.LastUsed,
            await LastUserAsync(context, secret, cancel)
        );
    }

    private static async Task<LastUser?> LastUserAsync(OperationContext context, Secret secret, CancellationToken cancel)
    {
        if (secret.LastUsedBy is not { } service)
        {
            return null;
        }
        var found = (await Consumers.OfAsync(context, [service], cancel)).GetValueOrDefault(service);
        return new LastUser(await Consumers.LastUserAsync(context, secret, cancel), found?.Name, IsRemoved: found is null);
    }

    private static async Task<List<SecretBinding>> BindingsAsync(OperationContext context, Secret secret, CancellationToken cancel)
    {
        var bindings = await context
            .Db.Bindings.Where(b => b.SecretId == secret.Id)
            .OrderBy(b => b.ServiceId)
            .ThenBy(b => b.Name)
            .ToListAsync(cancel);
        var services = await Consumers.OfAsync(context, bindings.Select(b => b.ServiceId).Distinct().ToList(), cancel);
        return bindings.ConvertAll(b =>
        {
            var service = services[b.ServiceId];
            var broken = !LiveSecret.Is(secret.Status) || (secret.Scopes & service.Kind) == Scopes.None;
            return new SecretBinding(service.Id, service.Name, service.Kind, b.Name, b.Created, broken, b.LastUsed);
        });
    }
}
