namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The patterns of ids and names. The vault enforces them; here they are only documented.</summary>
internal static class WirePattern
{
    public const string Id = "^[0-9a-f]{32}$",
        Name = "^[A-Za-z0-9_-]{1,255}$",
        Variable = "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
        Alias = "^[A-Za-z0-9_-]{1,64}$";
}
