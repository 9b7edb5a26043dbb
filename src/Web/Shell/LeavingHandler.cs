using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace SecretsDashboard.Web.Shell;

/// <summary>Asks, before the person goes to another page, whether what was typed or shown once may be
/// lost. The browser knows what there is: values never leave it for this.</summary>
internal sealed class LeavingHandler : IDisposable
{
    private readonly NavigationManager _navigation;
    private readonly IJSRuntime _js;
    private readonly bool _isDialog;
    private readonly IDisposable _registration;

    /// <param name="isDialog">A dialog closes whenever the address changes; a page stays the same while only its filters do.</param>
    public LeavingHandler(NavigationManager navigation, IJSRuntime js, bool isDialog)
    {
        (_navigation, _js, _isDialog) = (navigation, js, isDialog);
        _registration = navigation.RegisterLocationChangingHandler(AskAsync);
    }

    /// <summary>True when something would be lost and the person wants to stay.</summary>
    /// <param name="part">"page", or "dialog" for what is typed in the open dialog alone.</param>
    public static async Task<bool> StaysAsync(IJSRuntime js, string part, CancellationToken cancel)
    {
        try
        {
            // With a token of one's own there is no time limit: the person may take their time to answer.
            return await js.InvokeAsync<bool>("secretsDashboard.stays", cancel, part);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return false; // The browser is gone, or the person goes elsewhere by now.
        }
    }

    public void Dispose() => _registration.Dispose();

    private async ValueTask AskAsync(LocationChangingContext going)
    {
        if ((_isDialog || Leaves(going.TargetLocation)) && await StaysAsync(_js, "page", going.CancellationToken))
        {
            going.PreventNavigation();
        }
    }

    private bool Leaves(string target)
    {
        var (from, to) = (new Uri(_navigation.Uri), _navigation.ToAbsoluteUri(target));
        return from.AbsolutePath != to.AbsolutePath || TabOf(from) != TabOf(to);
    }

    // A page's tab is another page to whoever typed into it.
    private static string? TabOf(Uri address) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query).TryGetValue("tab", out var tab) ? tab.ToString() : null;
}
