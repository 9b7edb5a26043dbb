using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace SecretsDashboard.Web.Shell;

/// <summary>Changes the query string of the page that is open. The browser goes there,
/// and only a round trip later the page knows: a second change in
/// between is made to where it is going, so that it does not take the first one back.</summary>
internal sealed class AddressBar : IDisposable
{
    private readonly NavigationManager _navigation;
    private List<string> _underWay = [];

    public AddressBar(NavigationManager navigation)
    {
        _navigation = navigation;
        navigation.LocationChanged += Arrived;
    }

    /// <summary>Sets the parameters; null takes one away. The list starts at its first page again.</summary>
    public void Change(string parameter, object? value, bool replace = false)
    {
        var from = _underWay.Count > 0 ? _underWay[^1] : _navigation.Uri;
        var to = _navigation.GetUriWithQueryParameters(from, new Dictionary<string, object?> { [parameter] = value, ["page"] = null });
        _underWay.Add(to);
        _navigation.NavigateTo(to, replace: replace);
    }

    public void Dispose() => _navigation.LocationChanged -= Arrived;

    // What was asked for before is overtaken; all of it, where somebody followed a link to elsewhere.
    private void Arrived(object? sender, LocationChangedEventArgs change) =>
        _underWay = [.. _underWay.SkipWhile(to => to != change.Location).Skip(1)];
}
