using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace SecretsDashboard.Web.Shell;

/// <summary>Asks for a confirmation before a navigation would discard unsaved input or a value that is shown once. Only the
/// browser knows what would be lost: values are never sent to the server for this.</summary>
internal sealed class LeavingHandler : IDisposable
{
    private readonly NavigationManager _navigation;
    private readonly IJSRuntime _js;
    private readonly bool _isDialog;
    private readonly IDisposable _registration;

    /// <param name="isDialog">True for a dialog, which closes on every change of the address; a page stays open while only
    /// its filters change.</param>
    public LeavingHandler(NavigationManager navigation, IJSRuntime js, bool isDialog)
    {
        (_navigation, _js, _isDialog) = (navigation, js, isDialog);
        _registration = navigation.RegisterLocationChangingHandler(AskAsync);
    }

    /// <summary>True when something would be lost and the member wants to stay.</summary>
    /// <param name="part">"page", or "dialog" for the input of the open dialog only.</param>
    public static async Task<bool> ShouldStayAsync(IJSRuntime js, string part, CancellationToken cancel)
    {
        try
        {
            // An explicit token disables the default time limit: the member may take any time to answer.
            return await js.InvokeAsync<bool>("secretsDashboard.shouldStay", cancel, part);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return false; // The browser has disconnected, or another navigation has replaced this one.
        }
    }

    public void Dispose() => _registration.Dispose();

    private async ValueTask AskAsync(LocationChangingContext going)
    {
        if ((_isDialog || Leaves(going.TargetLocation)) && await ShouldStayAsync(_js, "page", going.CancellationToken))
        {
            going.PreventNavigation();
        }
    }

    private bool Leaves(string target)
    {
        var (from, to) = (new Uri(_navigation.Uri), _navigation.ToAbsoluteUri(target));
        return from.AbsolutePath != to.AbsolutePath || TabOf(from) != TabOf(to);
    }

    // Changing the tab also discards the input, like a navigation to another page.
    private static string? TabOf(Uri address) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query).TryGetValue("tab", out var tab) ? tab.ToString() : null;
}
