using System.Security.Cryptography;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Creates request ids: 16 hex characters, the time in steps of 4 milliseconds and then a counter. Ordered by time, they share a
/// page of the audit log's index; random ids would dirty one page each. They are names, not secrets.</summary>
internal sealed class RequestIds(TimeProvider time)
{
    private const int CountBits = 24;

    // The random start makes equal ids of two processes at the same time unlikely.
    private int _count = RandomNumberGenerator.GetInt32(1 << CountBits);

    public string Next()
    {
        var at = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds() >> 2;
        var count = (uint)Interlocked.Increment(ref _count) & ((1u << CountBits) - 1);
        return ((at << CountBits) | count).ToString("x16", null);
    }
}
