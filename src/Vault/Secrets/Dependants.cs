using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The bindings that depend on a secret.</summary>
internal static class Dependants
{
    public static async Task<IReadOnlyList<Dependant>> OfAsync(Session session, SecretId secret, CancellationToken cancel) =>
        await (from b in session.Db.Bindings
               where b.SecretId == secret.Value
               join s in session.Db.Services on b.ServiceId equals s.Id into reachable
               from s in reachable.DefaultIfEmpty()
               orderby b.ServiceId, b.Name
               select new Dependant(new ServiceId(b.ServiceId), s == null ? null : s.Name, s == null ? Scopes.None : s.Kind, b.Name, b.SecretName))
            .ToListAsync(cancel);

    public static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
