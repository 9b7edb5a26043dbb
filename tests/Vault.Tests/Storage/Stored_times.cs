using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tests.Storage;

public sealed class Stored_times : VaultTest
{
    private static readonly Type[] Times = [typeof(DateTimeOffset), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

    [Fact]
    public async Task Every_time_in_the_model_is_stored_as_an_integer()
    {
        await using var db = Host.OpenDb();

        var times = db
            .Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties())
            .Where(property => Times.Contains(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType))
            .ToList();

        Assert.True(times.Count > 30);
        Assert.All(times, time => Assert.Equal((time.ToString(), "INTEGER"), (time.ToString(), time.GetColumnType())));
    }

    [Fact]
    public async Task A_stored_time_is_the_number_of_milliseconds_since_1970()
    {
        await using var db = Host.OpenDb();

        var stored = await db.Database.SqlQuery<long>($"""SELECT "Created" AS "Value" FROM "Members" """).SingleAsync();

        Assert.Equal(VaultTemplate.Start.ToUnixTimeMilliseconds(), stored);
    }
}
