namespace SecretsDashboard.Web.Gateway;

/// <summary>An AI provider from the configuration: a request never chooses where a key is sent.</summary>
/// <param name="Slug">Its name in addresses and in the API.</param>
/// <param name="Address">Ends with a slash; the caller's path is appended to it.</param>
/// <param name="Header">The header in which the key is sent.</param>
/// <param name="Scheme">The prefix of the key, such as <c>Bearer</c>; empty for the bare key.</param>
/// <param name="AllowsPrivate">Whether it may be reached at an address that is not public.</param>
internal sealed record Provider(string Slug, Uri Address, string Header, string Scheme, bool AllowsPrivate)
{
    /// <summary>The header's value for a key.</summary>
    public string Present(string key) => Scheme.Length == 0 ? key : $"{Scheme} {key}";
}
