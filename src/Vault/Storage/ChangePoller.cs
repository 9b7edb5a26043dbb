using System.Data.Common;
using System.Text.Json;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The poller's own connection. A change of any process moves the <see cref="Revision"/>; reads, which write audit rows all the
/// time, do not. So a poll without changes costs one row, and wakes no follower.</summary>
internal sealed class ChangePoller(Database database) : IDisposable
{
    private Statements? _opened;
    private long _revision = -1,
        _position = -1;

    /// <summary>The services with changes since the last poll, and the followed services that were removed. Null: unknown, so every
    /// follower has to check.</summary>
    public IReadOnlySet<string>? ServicesWithChanges(IReadOnlyCollection<string> followed)
    {
        try
        {
            var statements = _opened ??= database.OpenReader(); // Again after a failed poll: a file handle may be free later.
            var revision = Revision.Read(statements);
            var services = revision.Number == _revision ? [] : ReadChanges(statements, revision.Position, followed);
            _revision = revision.Number;
            return services;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            return null; // If the database can't be read, every follower checks and gets the error itself; their services reconnect.
        }
    }

    public void Dispose() => _opened?.Dispose();

    private HashSet<string>? ReadChanges(Statements statements, long now, IReadOnlyCollection<string> followed)
    {
        var before = _position;
        _position = now;
        return before < 0 || now < before || now - before > BindingChangeLimits.MaxRows
            ? null
            : [.. Changed(statements, before), .. Removed(statements, followed)];
    }

    private List<string> Changed(Statements statements, long after)
    {
        var services = new List<string>();
        using var rows = statements.Read(
            """SELECT "Id", "ServiceId" FROM "BindingChanges" WHERE "Id" > $after ORDER BY "Id" """,
            ("$after", after)
        );
        while (rows.Read())
        {
            _position = Math.Max(_position, rows.GetInt64(0)); // It may have been written after the count was read.
            services.Add(rows.GetString(1));
        }
        return services;
    }

    // The changes of a removed service were deleted together with it.
    private static List<string> Removed(Statements statements, IReadOnlyCollection<string> followed)
    {
        var services = new List<string>();
        using var rows = statements.Read(
            """SELECT f."value" FROM json_each($followed) f WHERE NOT EXISTS (SELECT 1 FROM "Services" s WHERE s."Id" = f."value")""",
            ("$followed", JsonSerializer.Serialize(followed))
        );
        while (rows.Read())
        {
            services.Add(rows.GetString(0));
        }
        return services;
    }
}
