using Microsoft.AspNetCore.Components;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Shell;

/// <summary>A page for members that follows their rights: when roles or session change, it loads again and draws what counts now.</summary>
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
