using System.Collections.Concurrent;
using System.Net;

namespace SecretsDashboard.Web.Api;

/// <summary>Which texts were found to be a token that counts there, a minute ago at most: a token may count from one network and not from another. It gives no right, the gate decides on fresh facts: it only says
/// whose budget pays, and whose body is worth reading.</summary>
/// <remarks>It holds as much as there are tokens and networks from which they count: what was not found right never comes in.</remarks>
internal sealed class AuthenticatedTokenCache(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private volatile Minute _minute = new(time.GetTimestamp());

    public bool Contains(UInt128 key, IPAddress? network)
    {
        var minute = _minute;
        return minute.Keys.ContainsKey((key, network)) && time.GetElapsedTime(minute.Began) < Remembered;
    }

    public void Add(UInt128 key, IPAddress? network)
    {
        if (time.GetElapsedTime(_minute.Began) >= Remembered)
        {
            _minute = new(time.GetTimestamp());
        }
        _minute.Keys[(key, network)] = true;
    }

    private sealed record Minute(long Began)
    {
        public ConcurrentDictionary<(UInt128, IPAddress?), bool> Keys { get; } = [];
    }
}
