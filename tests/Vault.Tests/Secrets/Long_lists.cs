using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>100,000 secrets feel like 100 only while SQLite answers from the right index:
/// a plan that looks up every row costs ten times as much.</summary>
public sealed class Long_lists : VaultTest
{
    [Theory]
    [InlineData("text", null, Scopes.None)]
    [InlineData(null, null, Scopes.Dex)]
    [InlineData(null, SecretStatus.Deleted, Scopes.None)]
    [InlineData("text", SecretStatus.Active, Scopes.Dex)]
    public async Task Matching_secrets_are_counted_from_a_covering_index(string? search, SecretStatus? status, Scopes scopes)
    {
        Assert.All(
            await PlanAsync(secrets => new SecretFilter(search, null, scopes, status).Apply(secrets, Host.Now).Select(s => s.Id)),
            step => Assert.DoesNotMatch("^SCAN (?!.*COVERING INDEX)", step)
        );
    }

    [Theory]
    [InlineData(SecretOrder.Name, false)]
    [InlineData(SecretOrder.Name, true)]
    [InlineData(SecretOrder.Modified, false)]
    [InlineData(SecretOrder.Modified, true)]
    [InlineData(SecretOrder.Created, false)]
    public async Task A_page_of_secrets_is_read_in_index_order_without_sorting(SecretOrder order, bool descending)
    {
        var list = new ListSecrets(new SecretFilter("text"), new PageRequest(1, 25), order, descending);

        Assert.All(
            await PlanAsync(secrets => list.InOrder(list.Filter.Apply(secrets, Host.Now)).Take(25)),
            step => Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_page_of_one_stores_secrets_reads_only_that_store()
    {
        var list = new ListSecrets(new SecretFilter("text", new StoreId("any")), new PageRequest(1, 25));

        Assert.Contains(
            await PlanAsync(secrets => list.InOrder(list.Filter.Apply(secrets, Host.Now)).Take(25)),
            step => step.Contains("(StoreId=?)", StringComparison.Ordinal)
        );
    }

    private async Task<List<string>> PlanAsync<T>(Func<IQueryable<Secret>, IQueryable<T>> query)
    {
        await using var db = Host.OpenDb();
        await db.Database.OpenConnectionAsync();
        await using var command = query(db.Secrets).CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await using var row = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await row.ReadAsync())
        {
            steps.Add(row.GetString(3));
        }
        return steps;
    }
}
