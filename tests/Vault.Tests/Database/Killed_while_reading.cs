using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Database;

/// <summary>A process is killed again and again while a service reads, from the second time on out of what the gate remembers. Every value that left has its row.</summary>
public sealed class Killed_while_reading : InAWorld
{
    private const int Kills = 3;

    [Fact]
    public async Task Every_value_that_left_has_its_row()
    {
        var service = await World.ServiceAsync(Scopes.Workers);
        await World.DoAsync(World.Boss, new BindSecret(service, await World.SecretAsync(await World.StoreAsync(), "STRIPE"), "KEY"));
        var credential = await World.CredentialAsync(service);
        for (var kill = 0; kill < Kills; kill++)
        {
            await World.CloseAsync();
            using var reader = Reader.Start(World.Folder, credential.Text);
            var left = await Killed_in_the_middle.KillAsync(reader, after: Random.Shared.Next(50, 500));
            await World.ReopenAsync();

            var rows = (await World.AuditAsync()).FindAll(r => r is { Act: Act.Resolve, Result: AuditResult.Done, ActorKind: ActorKind.Service }).Select(r => r.RequestId).ToHashSet();
            Assert.NotEmpty(left);
            Assert.DoesNotContain(left, id => !rows.Contains(id));
            await AssertUsedAsync(service, rows.Count);
            Assert.Empty(ChainCheck.Broken(World));
        }
    }

    /// <summary>A use is as durable as its row; counts may be lost with the process, and are never more than there are rows.</summary>
    private async Task AssertUsedAsync(ServiceId service, int rows)
    {
        await using var db = World.OpenDb();

        Assert.Equal(World.Now, (await db.Secrets.SingleAsync()).LastUsed);
        Assert.Equal((World.Now, service.Value), (await db.Bindings.Select(b => new ValueTuple<DateTimeOffset?, string>(b.LastUsed, b.ServiceId)).SingleAsync()));
        Assert.True(await db.HoursOfReads.SumAsync(h => h.Reads) <= rows);
    }
}
