using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The bindings that depend on secrets.</summary>
internal static class Dependants
{
    public static Task<IReadOnlyList<Dependant>> OfAsync(OperationContext context, SecretId secret, CancellationToken cancel) =>
        OfAsync(context, context.Db.Bindings.Where(b => b.SecretId == secret.Value), cancel);

    public static async Task<IReadOnlyList<Dependant>> OfAsync(
        OperationContext context,
        IQueryable<Binding> which,
        CancellationToken cancel
    )
    {
        var bindings = await which
            .OrderBy(b => b.ServiceId)
            .ThenBy(b => b.Name)
            .Select(b => new
            {
                b.ServiceId,
                b.Name,
                b.SecretName,
            })
            .ToListAsync(cancel);
        var services = await Consumers.OfAsync(context, bindings.Select(b => b.ServiceId).Distinct().ToList(), cancel);
        return bindings.ConvertAll(b => new Dependant(
            services[b.ServiceId].Id,
            services[b.ServiceId].Name,
            services[b.ServiceId].Kind,
            b.Name,
            b.SecretName
        ));
    }

    public static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
