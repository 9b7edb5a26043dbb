using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>The caller: the token of the one <c>Authorization</c> header, and nothing else. Cookies are ignored.</summary>
internal static class ApiCaller
{
    private const string Scheme = "Bearer ";

    public static Caller Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return TokenOf(context) is { } token ? Caller.WithToken(token, address) : Caller.Anonymous(address);
    }

    /// <summary>The value after <c>Bearer</c>; null when there is none.</summary>
    public static string? TokenOf(HttpContext context) => TokenIn(context.Request.Headers.Authorization);

    /// <summary>The key of the caller's rate limit, derived from the complete token value. Null without a token, or with
    /// one of the wrong kind: a credential can't manage, and a token can't read a value.</summary>
    /// <param name="prefix">The prefix of valid tokens.</param>
    public static UInt128? RateLimitKey(HttpContext context, string prefix) =>
        TokenOf(context) is { } token && token.StartsWith(prefix, StringComparison.Ordinal) ? RateLimitKey(token) : null;

    /// <summary>A hash of a value, which serves as the key of a rate limit.</summary>
    public static UInt128 RateLimitKey(string value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(value.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static string? TokenIn(StringValues header) =>
        header is [{ } value]
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && value.AsSpan(Scheme.Length).Trim(' ') is { Length: > 0 } token
            ? token.ToString()
            : null;
}
