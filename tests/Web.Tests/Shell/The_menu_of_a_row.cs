using Bunit.Rendering;
using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class The_menu_of_a_row : BunitContext
{
    public The_menu_of_a_row() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void A_row_menu_is_rendered_only_when_it_is_opened()
    {
        var host = Host();
        Assert.Empty(host.FindAll("[role=menu]"));

        Open(host, "STRIPE_API_KEY");

        Assert.Equal("Actions for STRIPE_API_KEY", host.Find("[role=menu]").GetAttribute("aria-label"));
        Assert.Equal("Edit STRIPE_API_KEY", host.Find("[role=menuitem]").TextContent);
        Assert.Single(JSInterop.Invocations["secretsDashboard.openRowMenu"]);
    }

    [Fact]
    public void A_row_menu_disappears_when_the_browser_closes_it()
    {
        var host = Host();
        Open(host, "STRIPE_API_KEY");

        host.Find("[role=menu]").TriggerEvent("onrowmenuclose", EventArgs.Empty);

        Assert.Empty(host.FindAll("[role=menu]"));
    }

    [Fact]
    public void A_late_close_event_leaves_the_menu_of_the_next_row_open()
    {
        var host = Host();
        Open(host, "STRIPE_API_KEY");
        var first = host.FindAll("[role=menu]")[0]; // Find would follow to the next menu.
        Open(host, "DATABASE_URL");

        try
        {
            first.TriggerEvent("onrowmenuclose", EventArgs.Empty);
        }
        catch (UnknownEventHandlerIdException)
        {
            // The handler may be gone with its menu already: that is as good.
        }

        Assert.Equal("Actions for DATABASE_URL", host.Find("[role=menu]").GetAttribute("aria-label"));
    }

    private IRenderedComponent<RowMenuHost<string>> Host() =>
        Render<RowMenuHost<string>>(p =>
            p.Add(
                h => h.Items,
                (RenderFragment<string>)(
                    row =>
                        builder =>
                        {
                            builder.OpenComponent<RowMenuItem>(0);
                            builder.AddAttribute(1, nameof(RowMenuItem.Text), $"Edit {row}");
                            builder.CloseComponent();
                        }
                )
            )
        );

    private static void Open(IRenderedComponent<RowMenuHost<string>> host, string row) =>
        host.InvokeAsync(() => host.Instance.OpenAsync(row, row));
}
