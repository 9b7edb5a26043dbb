using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace SecretsDashboard.Web.Shell;

/// <summary>The button of a row that opens the list's single <see cref="RowMenuHost{TRow}"/>. A fragment and not a
/// component, because a long page has one per row.</summary>
internal static class RowMenu
{
    /// <param name="receiver">The page (<c>this</c>).</param>
    /// <param name="name">The row's name: the button's label is "Actions for NAME".</param>
    /// <param name="open">Opens the menu, usually <c>() =&gt; _menu!.OpenAsync(row, row.Name)</c>.</param>
    public static RenderFragment Button(object receiver, string name, Func<Task> open) =>
        builder =>
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "type", "button");
            builder.AddAttribute(2, "class", "sd-icon-button");
            builder.AddAttribute(3, "aria-haspopup", "menu");
            builder.AddAttribute(4, "aria-label", $"Actions for {name}");
            builder.AddAttribute(5, "onclick", EventCallback.Factory.Create<MouseEventArgs>(receiver, open));
            builder.AddContent(6, SvgIcon.More);
            builder.CloseElement();
        };
}
