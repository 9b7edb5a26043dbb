using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Storage.Sqlite;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Storage;

public sealed class The_revision : VaultTestWithReader
{
    private static readonly Dictionary<string, string> Unwatched = new()
    {
        ["AspNetRoleClaims"] = "ASP.NET Core Identity brings it; nothing reads it.",
        ["AspNetUserClaims"] = "ASP.NET Core Identity brings it; nothing reads it.",
        ["AspNetUserLogins"] = "ASP.NET Core Identity brings it; nothing reads it.",
        ["AspNetUserTokens"] = "ASP.NET Core Identity brings it; nothing reads it.",
        ["AuditEntries"] = "Audit rows are no changes.",
        ["BindingChanges"] = "Its rows follow from changes of other tables.",
        ["DataProtectionKeys"] = "No answer depends on it.",
        ["DeploymentModules"] = "Its rows are written with their deployment.",
        ["HoursOfReads"] = "Uses are no changes.",
        ["Installations"] = "It is written at the start.",
        ["KnownDevices"] = "It only selects a counter of failures.",
        ["Revisions"] = "It is the revision.",
        ["Roles"] = "Its rows never change.",
        ["SetupMarks"] = "It is written with the first member.",
        ["UnknownDeviceFailures"] = "It only counts failures.",
    };

    [Fact]
    public void Each_table_moves_the_revision_when_it_changes_or_has_a_reason_why_not()
    {
        using var db = Host.OpenDb();
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().ToList();

        Assert.Equal(tables.Order(), TouchTriggers.Tables.Concat(Unwatched.Keys).Order());
    }

    [Fact]
    public void The_schema_number_is_the_number_of_migrations()
    {
        using var db = Host.OpenDb();

        Assert.Equal(Revision.CurrentSchema, db.Database.GetMigrations().Count());
        Assert.Equal(Revision.CurrentSchema, db.Revisions.Single().Schema);
    }

    [Fact]
    public async Task A_change_moves_the_revision_by_one_and_a_change_of_rights_its_rights_too()
    {
        var start = Read();
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, null, Description: new() { Comment = "noted" }));
        Assert.Equal((start.Number + 1, start.Rights), (Read().Number, Read().Rights));

        await Host.InviteAsync(Host.Owner);
        Assert.Equal((start.Number + 2, start.Number + 2), (Read().Number, Read().Rights));
    }

    [Fact]
    public async Task Reads_uses_refusals_and_failed_changes_do_not_move_the_revision()
    {
        await Host.ValueAsync(Caller);
        var start = Read();

        await Host.CacheReadingAsync(Caller);
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        await Host.ValueAsync(Caller); // Records a use.
        await Host.RefusedAsync(Caller, "NO_SUCH");
        await Host.DoAsync(Host.Owner, new ViewHome());
        Expect.Failed(await Host.AskAsync(Host.Owner, new CreateStore("store")), "store_name_already_exists");

        Assert.Equal(start, Read());
    }

    [Fact]
    public async Task The_position_is_the_newest_change_of_a_binding()
    {
        var before = Read().Position;
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, null, new NewValue(Vault.Crypto.Plaintext.TryFrom("second"))));

        Assert.Equal(before + 1, Read().Position);
        Assert.Equal(Read().Position, (await Host.ReadChangesAsync(Caller)).Position);
    }

    [Fact]
    public async Task A_process_of_an_older_version_stops_writing_once_a_newer_one_has_migrated()
    {
        await using (var db = Host.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"""UPDATE "Revisions" SET "Schema" = {Revision.CurrentSchema + 1}""");
        }

        await Assert.ThrowsAsync<StorageException>(() => Host.AskAsync(Host.Owner, new CreateStore("another")));
        await Assert.ThrowsAsync<StorageException>(() => Host.AskAsync(Caller, new Vault.Runtime.ResolveBinding("KEY")));
    }

    private Revision Read()
    {
        using var db = Host.OpenDb();
        var row = db.Revisions.Single();
        return new(row.Number, row.Rights, row.Position, row.Schema);
    }
}
