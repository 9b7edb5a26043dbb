using MudBlazor;

namespace SecretsDashboard.Web.Shell;

/// <summary>How toasts look and how long they stay. Only successes are toasts; what went wrong stays beside its field.</summary>
internal static class Toasts
{
    // The server counts them: a slow way to the browser and back takes its part, and who reads slowly theirs.
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

    /// <summary>Says that something is done, after its audit row is durable.</summary>
    /// <param name="undo">Takes it back, where that is possible.</param>
    public static void Done(this ISnackbar toasts, string text, Func<Task>? undo = null) =>
        toasts.Add(
            text,
            Severity.Success,
            options =>
            {
                if (undo is not null)
                {
                    LetUndo(options, undo);
                }
            }
        );

    /// <summary>Offers to take it back, for long enough that a person can.</summary>
    internal static void LetUndo(SnackbarOptions options, Func<Task> undo)
    {
        options.VisibleStateDuration = UndoMilliseconds;
        options.Action = "Undo";
        options.ActionColor = Color.Primary;
        options.OnClick = async _ => await undo();
    }
}
