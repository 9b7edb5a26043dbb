namespace SecretsDashboard.Web.Tests.Api;

public sealed class Bad_queries_and_ids(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private StoreId _store;

    private string All => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync() => _store = await api.StoreAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=1000000000")]
    [InlineData("page=1e3")]
    [InlineData("page=")]
    [InlineData("page=1&page=2")]
    [InlineData("per_page=0")]
    [InlineData("per_page=101")]
    [InlineData("per_page=+5")]
    [InlineData("per_page=99999999999999999999")]
    [InlineData("order=value")]
    [InlineData("order=name&order=name")]
    [InlineData("direction=up")]
    [InlineData("scopes=everything")]
    [InlineData("scopes=dex&scopes=")]
    public async Task An_invalid_query_parameter_of_the_secret_list_is_reported_by_name(string query)
    {
        var answer = await api.GetAsync($"{All}?{query}");

        Assert.StartsWith($"400 1001 invalid_query: {query.Split('=')[0]} must be", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_is_too_long_is_refused_and_one_with_special_characters_finds_nothing()
    {
        Assert.Equal("400 1001 search_too_long", (await api.GetAsync($"{All}?search={new string('s', 201)}")).Error);
        Assert.Equal(0, (await api.GetAsync($"{All}?search=%25%5F%00%27%FF")).Result.GetArrayLength());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("g0000000000000000000000000000000")]
    [InlineData("ABCDEF00000000000000000000000000")]
    [InlineData("000000000000000000000000000000000")]
    [InlineData("..%2f..%2fquota")]
    public async Task A_malformed_id_is_not_found(string id)
    {
        Assert.Equal("404 1001 secret_not_found", (await api.GetAsync($"{All}/{id}")).Error);
        Assert.Equal("404 1001 secret_not_found", (await api.SendAsync("PATCH", $"{All}/{id}", "{}")).Error);
        Assert.Equal("404 1001 store_not_found", (await api.GetAsync($"{api.Stores}/{id}/secrets")).Error);
    }
}
