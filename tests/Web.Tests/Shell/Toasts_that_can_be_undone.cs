using MudBlazor;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Toasts_that_can_be_undone
{
    [Fact]
    public async Task A_toast_that_can_be_undone_stays_for_twenty_seconds()
    {
        var (configuration, undone) = (new SnackbarConfiguration(), false);
        Toasts.Apply(configuration);
        var options = new SnackbarOptions(Severity.Success, configuration);

        Toasts.AddUndo(options, () => Task.FromResult(undone = true));

        Assert.Equal(("Undo", 20_000), (options.Action, options.VisibleStateDuration));
        await options.OnClick!(null!);
        Assert.True(undone);
    }
}
