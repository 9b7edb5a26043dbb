using MudBlazor;

namespace SecretsDashboard.Web.Shell;

/// <summary>The appearance and duration of toasts. Only successes are toasts; errors are shown beside their field.</summary>
internal static class Toasts
{
    // Measured on the server: network latency and slow reading reduce the time that remains for the click.
    private const int UndoMilliseconds = 20_000;

    public static void Apply(SnackbarConfiguration toasts)
    {
        toasts.PositionClass = Defaults.Classes.Position.BottomRight;
        toasts.PreventDuplicates = false;
        toasts.NewestOnTop = false;
        toasts.MaxDisplayedSnackbars = 3;
        toasts.VisibleStateDuration = 6000;
        toasts.ShowTransitionDuration = toasts.HideTransitionDuration = 140;
        toasts.SnackbarVariant = Variant.Outlined;
    }

    /// <summary>Reports a completed action, after its audit row is durable.</summary>
    /// <param name="undo">Reverts the action, if that is possible.</param>
    public static void Done(this ISnackbar toasts, string text, Func<Task>? undo = null) =>
        toasts.Add(
            text,
            Severity.Success,
            options =>
            {
                if (undo is not null)
                {
                    AddUndo(options, undo);
                }
            }
        );

    /// <summary>Adds the "Undo" button, and keeps the toast long enough to use it.</summary>
    internal static void AddUndo(SnackbarOptions options, Func<Task> undo)
    {
        options.VisibleStateDuration = UndoMilliseconds;
        options.Action = "Undo";
        options.ActionColor = Color.Primary;
        options.OnClick = async _ => await undo();
    }
}
