using MudBlazor;

namespace SecretsDashboard.Web.Shell;

/// <summary>The options of dialogs: the same width for all forms; a click outside doesn't close a dialog, because the input
/// would be lost; Escape does.</summary>
internal static class DialogDefaults
{
    public static DialogOptions Form { get; } =
        new()
        {
            MaxWidth = MaxWidth.Small,
            FullWidth = true,
            BackdropClick = false,
            CloseOnEscapeKey = true,
            CloseButton = true,
        };
}
