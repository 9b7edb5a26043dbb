using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Lists : BunitContext
{
    public Lists() => Services.AddScoped<AddressBar>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void A_column_sorts_ascending_first_then_descending_from_the_first_page()
    {
        Navigation.NavigateTo("/secrets?q=key&page=3");

        var first = Render<SortHeader>(p => p.Add(h => h.Field, "name").Add(h => h.Title, "Name").Add(h => h.Sort, null));
        var second = Render<SortHeader>(p => p.Add(h => h.Field, "name").Add(h => h.Title, "Name").Add(h => h.Sort, "name"));

        Assert.EndsWith("/secrets?q=key&sort=name", first.Find("a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Null(first.Find("th").GetAttribute("aria-sort"));
        Assert.EndsWith("/secrets?q=key&sort=-name", second.Find("a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("ascending", second.Find("th").GetAttribute("aria-sort"));
    }

    [Theory]
    [InlineData(1, 0, "No rows", "Page 1 of 1", false, false)]
    [InlineData(1, 25, "1 to 25 of 25", "Page 1 of 1", false, false)]
    [InlineData(1, 26, "1 to 25 of 26", "Page 1 of 2", false, true)]
    [InlineData(2, 26, "26 to 26 of 26", "Page 2 of 2", true, false)]
    [InlineData(2, 100_000, "26 to 50 of 100,000", "Page 2 of 4000", true, true)]
    public void The_pager_shows_the_current_rows_and_links_only_to_pages_with_rows(
        int page,
        long total,
        string rows,
        string pages,
        bool back,
        bool forth
    )
    {
        var pager = Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.Size, 25).Add(x => x.Total, total));

        Assert.Equal(rows, pager.Find("p").TextContent);
        Assert.Contains(pages, pager.Markup, StringComparison.Ordinal);
        Assert.Equal(back, pager.FindAll("a[aria-label='Previous page']").Count == 1);
        Assert.Equal(forth, pager.FindAll("a[aria-label='Next page']").Count == 1);
    }

    [Fact]
    public void Another_page_size_starts_at_the_first_page()
    {
        Navigation.NavigateTo("/secrets?page=4&q=key");

        Render<Pager>(p => p.Add(x => x.Page, 4).Add(x => x.Size, 25).Add(x => x.Total, 1000)).Find("select").Change("100");

        Assert.EndsWith("/secrets?q=key&size=100", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_writes_its_choice_into_the_address_and_takes_it_out_again()
    {
        Navigation.NavigateTo("/secrets?page=4");
        var filter = Render<FilterSelect>(p =>
            p.Add(f => f.Label, "Scope")
                .Add(f => f.Parameter, "scope")
                .Add(f => f.Value, null)
                .Add(f => f.Options, [("workers", "Workers")])
        );

        filter.Find("select").Change("workers");
        Assert.EndsWith("/secrets?scope=workers", Navigation.Uri, StringComparison.Ordinal);
        filter.Find("select").Change("");
        Assert.EndsWith("/secrets", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_starts_after_a_pause_in_typing_and_not_for_every_letter()
    {
        var clock = new FakeTimeProvider();
        Services.AddSingleton<TimeProvider>(clock);
        var addresses = new List<string>();
        Navigation.LocationChanged += (_, e) => addresses.Add(new Uri(e.Location).PathAndQuery);
        var search = Render<SearchField>(p => p.Add(f => f.Label, "Search secrets").Add(f => f.Value, null));

        foreach (var typed in (string[])["s", "st", "str"])
        {
            await search.InvokeAsync(() => search.Find("input").Input(typed));
            await search.InvokeAsync(() => clock.Advance(Debouncer.Delay / 2));
        }
        await search.InvokeAsync(() => clock.Advance(Debouncer.Delay));

        search.WaitForAssertion(() => Assert.EndsWith("/?q=str", Navigation.Uri, StringComparison.Ordinal));
        Assert.Single(addresses);
    }

    [Fact]
    public async Task Typed_text_stays_when_the_browser_reports_an_earlier_search_late()
    {
        var clock = new FakeTimeProvider();
        Services.AddSingleton<TimeProvider>(clock);
        var search = Render<SearchField>(p => p.Add(f => f.Label, "Search secrets").Add(f => f.Value, null));
        foreach (var typed in (string[])["pay", "payments"])
        {
            await search.InvokeAsync(() => search.Find("input").Input(typed));
            await search.InvokeAsync(() => clock.Advance(Debouncer.Delay));
            search.WaitForAssertion(() => Assert.EndsWith($"/?q={typed}", Navigation.Uri, StringComparison.Ordinal));
        }
        await search.InvokeAsync(() => search.Find("input").Input("payments-eu"));

        // The last two came from elsewhere.
        foreach (var (value, shown) in new[] { ("pay", "payments-eu"), ("payments", "payments-eu"), (null, null), ("pay", "pay") })
        {
            search.Render(p => p.Add(f => f.Value, value));
            Assert.Equal(shown ?? "", search.Find("input").GetAttribute("value") ?? "");
        }
    }
}
