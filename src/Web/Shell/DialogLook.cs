using MudBlazor;

namespace SecretsDashboard.Web.Shell;

/// <summary>How dialogs behave: one width for forms; a click beside one must not lose what was typed, Escape closes it.</summary>
internal static class DialogLook
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
