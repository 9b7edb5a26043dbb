using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>The content of a JWT, apart from its signature.</summary>
internal sealed record Jwt(DateTimeOffset Now)
{
    public const string ServiceAccount = "system:serviceaccount:shop:checkout",
        Here = "secrets-dashboard";

    public string Subject { get; init; } = ServiceAccount;
    public object? Audience { get; init; } = new[] { Here };
    public string Algorithm { get; init; } = "RS256";
    public string? Issuer { get; init; }
    public string? Kid { get; init; }

    /// <summary>Further members of the header, and replacements for the usual ones.</summary>
    public Dictionary<string, object?> Header { get; init; } = [];

    /// <summary>Further claims, and replacements for the usual ones; null removes one.</summary>
    public Dictionary<string, object?> Claims { get; init; } = [];

    public string By(string issuer, SigningKey key, byte[]? secret = null)
    {
        Dictionary<string, object?> header = new()
        {
            ["alg"] = Algorithm,
            ["kid"] = Kid ?? key.Kid,
            ["typ"] = "JWT",
        };
        Put(header, Header);
        return key.Sign(header, JsonSerializer.Serialize(All(issuer)), secret);
    }

    /// <summary>All that it claims.</summary>
    public Dictionary<string, object?> All(string issuer)
    {
        Dictionary<string, object?> claims = new()
        {
            ["iss"] = Issuer ?? issuer,
            ["sub"] = Subject,
            ["aud"] = Audience,
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["nbf"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        Put(claims, Claims);
        return claims;
    }

    private static void Put(Dictionary<string, object?> into, Dictionary<string, object?> others)
    {
        foreach (var (name, value) in others)
        {
            into[name] = value;
            if (value is null)
            {
                into.Remove(name);
            }
        }
    }
}
