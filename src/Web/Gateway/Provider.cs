namespace SecretsDashboard.Web.Gateway;

/// <summary>An AI provider as the configuration names it: no request chooses where a key is sent.</summary>
/// <param name="Slug">Its name in addresses and in the API.</param>
/// <param name="Address">Ends with a slash; what a caller asks for lies below it.</param>
/// <param name="Header">In which the key is sent.</param>
/// <param name="Scheme">What stands before the key, such as <c>Bearer</c>; empty for the bare key.</param>
/// <param name="AllowsPrivate">It may be reached by an address that is not public.</param>
internal sealed record Provider(string Slug, Uri Address, string Header, string Scheme, bool AllowsPrivate)
{
    /// <summary>The header's value for a key.</summary>
    public string Present(string key) => Scheme.Length == 0 ? key : $"{Scheme} {key}";
}
