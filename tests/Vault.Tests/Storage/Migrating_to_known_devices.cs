using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Hosts;
using SecretsDashboard.Vault.Tests.Members;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A database from before known devices, with a locked member, whose password has 100,000 iterations.</summary>
public sealed class Migrating_to_known_devices : VaultTest
{
    private const string Before = "20261127140916_AuditTail";

    [Fact]
    public async Task Migrating_to_known_devices_keeps_sessions_and_passwords_and_removes_locks()
    {
        await Host.CloseAsync();
        await StepBackAsync();
        KeyFileSteps.ChangeMarks(Host.Options.KeyFile, _ => false); // A database from then was never sealed.
        Sql($"""UPDATE "Members" SET "AccessFailedCount" = 3, "LockoutEnd" = {Host.Now.AddMinutes(15).ToUnixTimeMilliseconds()}""");

        await Host.ReopenAsync();

        Assert.Equal(Standing.Good, await Host.StandingAsync(Host.Owner));
        Assert.Equal(Host.Owner.Id, Expect.Done(await Host.SignInAsync(Host.Owner.Email)).Member);
        await using var db = Host.OpenDb();
        Assert.Equal((0, null), (db.Users.Single().AccessFailedCount, db.Users.Single().LockoutEnd));
        Assert.Single(db.KnownDevices);
    }

    private async Task StepBackAsync()
    {
        await using var db = Host.OpenDb();
        await db.GetService<IMigrator>().MigrateAsync(Before);
        SqliteConnection.ClearAllPools();
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(Host.Vault.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        SqliteConnection.ClearAllPools();
    }
}
