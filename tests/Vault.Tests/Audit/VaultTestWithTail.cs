using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A service whose reading is remembered, and an empty tail of the audit log.</summary>
public abstract class VaultTestWithTail : VaultTest
{
    private protected Caller Service { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "STRIPE", Scopes.Workers);
        var service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "KEY"));
        Service = (await Host.CredentialAsync(service)).AsCaller();
        await Host.CacheReadingAsync(Service);
        await Host.DoAsync(Host.Owner, new ListStores()); // So that the tail is empty.
    }

    // Made before what is remembered: a change of the schema makes the vault forget that.
    private protected async Task RaiseAsync(string table, string when)
    {
        await RunAsync($"""CREATE TRIGGER "no" BEFORE INSERT ON "{table}" WHEN {when} BEGIN SELECT RAISE(ABORT, 'no'); END""");
        await Host.CacheReadingAsync(Service);
        await Host.DoAsync(Host.Owner, new ListStores());
    }

    private protected async Task RunAsync(string sql)
    {
        await using var db = Host.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private protected async Task ReadAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Host.ValueAsync(Service);
        }
    }

    private protected async Task<int> InLogAsync()
    {
        await using var db = Host.OpenDb();
        return await db.AuditEntries.CountAsync();
    }

    private protected async Task<int> InTailAsync()
    {
        await using var db = Host.OpenDb();
        return await db.Database.SqlQuery<int>($"""SELECT COUNT(*) AS "Value" FROM "AuditTail" """).SingleAsync();
    }
}
