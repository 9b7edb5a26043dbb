using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tests.Members;

namespace SecretsDashboard.Vault.Tests.Database;

/// <summary>A database from before known devices, with a locked member, whose password has 100,000 iterations.</summary>
public sealed class Before_known_devices : InAWorld
{
    private const string Before = "20261127140916_AuditTail";

    [Fact]
    public async Task Members_keep_their_sessions_and_passwords_and_no_lock_is_left()
    {
        await World.CloseAsync();
        await StepBackAsync();
        Sql($"""UPDATE "Members" SET "AccessFailedCount" = 3, "LockoutEnd" = {World.Now.AddMinutes(15).ToUnixTimeMilliseconds()}""");

        await World.ReopenAsync();

        Assert.Equal(Standing.Good, await World.StandingAsync(World.Boss));
        Assert.Equal(World.Boss.Id, Expect.Done(await World.SignInAsync(World.Boss.Email)).Member);
        await using var db = World.OpenDb();
        Assert.Equal((0, null), (db.Users.Single().AccessFailedCount, db.Users.Single().LockoutEnd));
        Assert.Single(db.KnownDevices);
    }

    private async Task StepBackAsync()
    {
        await using var db = World.OpenDb();
        await db.GetService<IMigrator>().MigrateAsync(Before);
        SqliteConnection.ClearAllPools();
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(World.Vault.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        SqliteConnection.ClearAllPools();
    }
}
