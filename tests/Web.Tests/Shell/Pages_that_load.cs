using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Pages_that_load : BunitContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void A_page_loads_nothing_before_its_circuit_exists()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        var page = Render<ListPage>();

        Assert.Empty(page.Instance.Loads);
        Assert.Equal("loading", page.Markup);
    }

    [Fact]
    public void A_page_loads_once_and_again_only_when_the_address_changes()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var page = Render<ListPage>();
        page.Instance.Finish(0);
        page.Render();
        page.Render();
        Assert.Single(page.Instance.Loads);

        Navigation.NavigateTo("/?q=key#part");
        page.Render();
        Navigation.NavigateTo("/?q=key#other");
        page.Render();

        Assert.Equal(2, page.Instance.Loads.Count);
        Assert.Equal("reloading", page.Markup);
    }

    [Fact]
    public void A_newer_load_cancels_and_replaces_the_older_one()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var page = Render<ListPage>();
        Navigation.NavigateTo("/?page=2");
        page.Render();

        Assert.True(page.Instance.Loads[0].Token.IsCancellationRequested);
        Assert.Equal("loading", page.Markup);
        page.Instance.Finish(1);

        page.WaitForAssertion(() => Assert.Equal("loaded", page.Markup));
    }

    [Fact]
    public async Task Leaving_a_page_cancels_its_loading()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var page = Render<ListPage>().Instance;

        await DisposeComponentsAsync();

        Assert.True(page.Loads[0].Token.IsCancellationRequested);
    }

    private sealed class ListPage : PageBase
    {
        public List<(TaskCompletionSource End, CancellationToken Token)> Loads { get; } = [];

        public void Finish(int load) => Loads[load].End.SetResult();

        protected override Task LoadAsync(CancellationToken cancellation)
        {
            var end = new TaskCompletionSource();
            cancellation.Register(() => end.TrySetCanceled(cancellation));
            Loads.Add((end, cancellation));
            return end.Task;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(
                0,
                IsLoading ? "loading"
                    : IsReloading ? "reloading"
                    : "loaded"
            );
    }
}
