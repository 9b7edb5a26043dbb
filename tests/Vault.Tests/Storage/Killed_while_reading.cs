using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A process is killed again and again while a service reads, from the second time on
/// out of what the gate remembers. Every value that left has its row.</summary>
public sealed class Killed_while_reading : VaultTest
{
    private const int Kills = 3;

    [Fact]
    public async Task Every_value_that_was_returned_before_a_kill_has_its_audit_row()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(await Host.StoreAsync(), "STRIPE"), "KEY"));
        var credential = await Host.CredentialAsync(service);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Host.CloseAsync();
            using var reader = ReadingProcess.Start(Host.Folder, credential.Text);
            var left = await Killed_while_writing.KillAsync(reader, after: Random.Shared.Next(50, 500));
            await Host.ReopenAsync();

            var rows = (await Host.AuditAsync())
                .FindAll(r => r is { Act: Act.Resolve, Result: AuditResult.Done, ActorKind: ActorKind.Service })
                .Select(r => r.RequestId)
                .ToHashSet();
            Assert.NotEmpty(left);
            Assert.DoesNotContain(left, id => !rows.Contains(id));
            await AssertUsedAsync(service, rows.Count);
            Assert.Empty(ChainCheck.Broken(Host));
        }
    }

    /// <summary>A last use is as durable as its row; counts may be lost with the process, and never exceed the number of rows.</summary>
    private async Task AssertUsedAsync(ServiceId service, int rows)
    {
        await using var db = Host.OpenDb();

        Assert.Equal(Host.Now, (await db.Secrets.SingleAsync()).LastUsed);
        Assert.Equal(
            (Host.Now, service.Value),
            (await db.Bindings.Select(b => new ValueTuple<DateTimeOffset?, string>(b.LastUsed, b.ServiceId)).SingleAsync())
        );
        Assert.True(await db.HoursOfReads.SumAsync(h => h.Reads) <= rows);
    }
}
