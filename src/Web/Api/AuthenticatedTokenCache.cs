using System.Collections.Concurrent;
using System.Net;

namespace SecretsDashboard.Web.Api;

/// <summary>The tokens that were valid from a network within the last minute: a token may be valid from one network and not
/// from another. It grants no right, because the gate decides on fresh facts: it only determines which rate limit is
/// charged, and whether the body is read.</summary>
/// <remarks>Its size is limited by the tokens and the networks from which they are valid: an invalid token is never added.</remarks>
internal sealed class AuthenticatedTokenCache(TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private volatile Minute _minute = new(time.GetTimestamp());

    public bool Contains(string key, IPAddress? network)
    {
        var minute = _minute;
        return minute.Keys.ContainsKey((key, network)) && time.GetElapsedTime(minute.Began) < MaxAge;
    }

    public void Add(string key, IPAddress? network)
    {
        if (time.GetElapsedTime(_minute.Began) >= MaxAge)
        {
            _minute = new(time.GetTimestamp());
        }
        _minute.Keys[(key, network)] = true;
    }

    private sealed record Minute(long Began)
    {
        public ConcurrentDictionary<(string, IPAddress?), bool> Keys { get; } = [];
    }
}
