using System.Security.Cryptography;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Names for asks: 16 hex characters, the time in steps of 4 milliseconds and
/// then a count. In the order of time they all go to one place of
/// the audit log's index; at random, each would dirty a page of its own. They are names, not secrets.</summary>
internal sealed class RequestIds(TimeProvider time)
{
    private const int CountBits = 24;

    private int _count = RandomNumberGenerator.GetInt32(1 << CountBits); // Two processes at one moment hardly share a name.

    public string Next()
    {
        var at = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds() >> 2;
        var count = (uint)Interlocked.Increment(ref _count) & ((1u << CountBits) - 1);
        return ((at << CountBits) | count).ToString("x16", null);
    }
}
