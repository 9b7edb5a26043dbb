using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Services;

public sealed class Listing_services : VaultTest
{
    [Fact]
    public async Task A_filter_finds_services_by_part_of_the_name_by_kind_and_by_store()
    {
        var store = await Host.StoreAsync();
        await Host.ServiceAsync(Scopes.Workers, store, "checkout-api");
        await Host.ServiceAsync(Scopes.Dex, store, "checkout-probe");
        await Host.ServiceAsync(Scopes.Workers, null, "billing");

        Assert.Equal(["checkout-api", "checkout-probe"], await NamesAsync(new ServiceFilter("CHECK")));
        Assert.Equal(["billing", "checkout-api"], await NamesAsync(new ServiceFilter(Kinds: Scopes.Workers)));
        Assert.Equal(["checkout-api", "checkout-probe"], await NamesAsync(new ServiceFilter(Store: store)));
        Assert.Equal(["billing"], await NamesAsync(new ServiceFilter(OfTheAccount: true)));
        Assert.Empty(await NamesAsync(new ServiceFilter("%")));
    }

    [Fact]
    public async Task A_page_of_services_is_part_of_the_list_and_its_total_counts_all()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            await Host.ServiceAsync(Scopes.Workers, null, name);
        }

        var second = await Host.DoAsync(Host.Owner, new ListServices(new ServiceFilter(), new PageRequest(2, 2)));
        var last = await Host.DoAsync(
            Host.Owner,
            new ListServices(new ServiceFilter(), new PageRequest(1, 1), ServiceOrder.Name, Descending: true)
        );

        Assert.Equal(("c", 3), (second.Items.Single().Name, second.Total));
        Assert.Equal("c", last.Items.Single().Name);
    }

    [Theory]
    [InlineData(0, 25, "page_out_of_range")]
    [InlineData(1, 0, "page_size_out_of_range")]
    [InlineData(1, 101, "page_size_out_of_range")]
    public async Task Listing_services_rejects_a_page_number_or_size_out_of_range(int number, int size, string code) =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new ListServices(new ServiceFilter(), new PageRequest(number, size))), code);

    [Fact]
    public async Task A_member_of_one_store_sees_only_the_services_of_that_store()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        await Host.ServiceAsync(Scopes.Workers, mine, "here");
        await Host.ServiceAsync(Scopes.Workers, other, "there");
        var ofTheAccount = await Host.ServiceAsync(Scopes.Workers, null, "everywhere");
        var reporter = await Host.MemberAsync(Roles.None, (mine, Roles.Reporter));

        var list = await Host.DoAsync(reporter, new ListServices(new ServiceFilter(), new PageRequest(1, 25)));

        Assert.Equal(("here", "mine", 1), (list.Items.Single().Name, list.Items.Single().StoreName, list.Total));
        Expect.Outside(await Host.AskAsync(reporter, new ListServices(new ServiceFilter(Store: other), new PageRequest(1, 25))));
        Expect.Outside(await Host.AskAsync(reporter, new GetService(ofTheAccount)));
    }

    [Fact]
    public async Task A_list_of_services_shows_how_many_bindings_each_has_and_how_many_are_broken()
    {
        var store = await Host.StoreAsync();
        var service = await Host.ServiceAsync(Scopes.Workers, store);
        await Host.BindingAsync(service, await Host.SecretAsync(store, "GOOD"), "GOOD");
        await Host.BindingAsync(service, await Host.SecretAsync(store, "NARROWED", Scopes.Dex), "NARROWED");

        var row = (await Host.DoAsync(Host.Owner, new ListServices(new ServiceFilter(), new PageRequest(1, 25)))).Items.Single();

        Assert.Equal((2, 1), (row.Bindings, row.Broken));
    }

    private async Task<IEnumerable<string>> NamesAsync(ServiceFilter filter) =>
        (await Host.DoAsync(Host.Owner, new ListServices(filter, new PageRequest(1, 25)))).Items.Select(s => s.Name);
}
