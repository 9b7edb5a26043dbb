using System.Security.Cryptography;
using System.Text.Json;

namespace SecretsDashboard.Web.Api;

/// <summary>The tag of an object's state, for the header <c>ETag</c>.</summary>
internal static class EntityTag
{
    private const int Bytes = 16;

    /// <summary>Computed from the whole response except the last use: otherwise each read of a value would conflict with an
    /// edit of its secret.</summary>
    /// <param name="revision">Includes changes that the response does not show, such as a new value.</param>
    public static string Of<TShape>(TShape shape, int revision = 0)
    {
        var lasting = WithoutUse(shape!);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lasting, lasting.GetType(), ApiJson.Default));
        return $"\"{revision}-{Convert.ToHexStringLower(hash.AsSpan(0, Bytes))}\"";
    }

    private static object WithoutUse(object shape) =>
        shape switch
        {
            ApiSecret secret => secret with { LastUsedOn = null, LastUsedBy = null },
            ApiService service => service with { LastUsedOn = null },
            ApiToken token => token with { LastUsedOn = null },
            _ => shape,
        };
}
