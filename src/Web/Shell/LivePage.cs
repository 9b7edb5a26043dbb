using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Shell;

/// <summary>A page for members that follows their rights: when the roles or the session change, it reloads and renders the
/// current state.</summary>
public abstract class LivePage : PageBase
{
    [Inject]
    protected CurrentMember CurrentMember { get; set; } = null!;

    protected override void OnInitialized() => CurrentMember.Changed += OnAccessChanged;

    private void OnAccessChanged() => _ = InvokeAsync(ReloadAsync);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CurrentMember.Changed -= OnAccessChanged;
        }
        base.Dispose(disposing);
    }
}
