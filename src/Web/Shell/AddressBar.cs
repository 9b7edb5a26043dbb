using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace SecretsDashboard.Web.Shell;

/// <summary>Changes the query string of the current page. The page receives the new address one round trip later: a second
/// change before that is applied to the pending address, so that it doesn't undo the first.</summary>
internal sealed class AddressBar : IDisposable
{
    private readonly NavigationManager _navigation;
    private List<string> _pending = [];

    public AddressBar(NavigationManager navigation)
    {
        _navigation = navigation;
        navigation.LocationChanged += Arrived;
    }

    /// <summary>Sets the parameter; null removes it. The list restarts at its first page.</summary>
    public void Change(string parameter, object? value, bool replace = false)
    {
        var from = _pending.Count > 0 ? _pending[^1] : _navigation.Uri;
        var to = _navigation.GetUriWithQueryParameters(from, new Dictionary<string, object?> { [parameter] = value, ["page"] = null });
        _pending.Add(to);
        _navigation.NavigateTo(to, replace: replace);
    }

    public void Dispose() => _navigation.LocationChanged -= Arrived;

    // Removes the pending addresses up to this one; all of them after a navigation to another address.
    private void Arrived(object? sender, LocationChangedEventArgs change) =>
        _pending = [.. _pending.SkipWhile(to => to != change.Location).Skip(1)];
}
