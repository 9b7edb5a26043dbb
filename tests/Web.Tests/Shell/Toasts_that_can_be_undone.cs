using MudBlazor;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Toasts_that_can_be_undone
{
    [Fact]
    public async Task Stay_for_the_twenty_seconds_that_a_person_with_a_slow_page_or_slow_eyes_needs()
    {
        var (configuration, undone) = (new SnackbarConfiguration(), false);
        Toasts.Apply(configuration);
        var options = new SnackbarOptions(Severity.Success, configuration);

        Toasts.LetUndo(options, () => Task.FromResult(undone = true));

        Assert.Equal(("Undo", 20_000), (options.Action, options.VisibleStateDuration));
        await options.OnClick!(null!);
        Assert.True(undone);
    }
}
