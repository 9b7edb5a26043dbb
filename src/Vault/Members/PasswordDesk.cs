using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Hashes and verifies passwords, one at a time: a check costs about a tenth of a second of a core, so that a few sign-ins
/// at once wait for each other and leave the other core to everyone else. No single network can take all places of the queue.</summary>
internal sealed class PasswordDesk : IDisposable
{
    private const int LongestQueue = 64, LongestOfOneNetwork = 16;

    private static readonly Member Nobody = new();

    private readonly PasswordHasher<Member> _hasher = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<IPAddress, int> _waitingFrom = [];
    private int _waiting;
    private long _computed;

    /// <summary>No password's hash, in the form of a real one and so at the same cost to verify; making it costs nothing.</summary>
    internal static string Dummy { get; } = MakeDummy();

    /// <summary>How many hashes were computed.</summary>
    internal long Computed => Interlocked.Read(ref _computed);

    /// <summary>The hash, or null when too many wait already.</summary>
    public Task<string?> HashAsync(Plaintext password, IPAddress? from, CancellationToken cancel) =>
        QueueAsync(from, () => _hasher.HashPassword(Nobody, password.Reveal()), cancel);

    /// <summary>Verifies against a stored hash, or against a dummy at the same cost when there is none.</summary>
    /// <returns>Null when too many wait already.</returns>
    public Task<bool?> VerifyAsync(string? hash, Plaintext? password, IPAddress? from, CancellationToken cancel)
    {
        // Nothing longer was ever accepted as a password; a dummy is verified instead of megabytes.
        var given = password is { Length: > 0 and <= PasswordRules.MaxLength * 4 } ? password : null;
        var against = given is null ? null : hash;
        return QueueAsync<bool?>(from, () => _hasher.VerifyHashedPassword(Nobody, against ?? Dummy, given?.Reveal() ?? "-") != PasswordVerificationResult.Failed && against is not null, cancel);
    }

    public void Dispose() => _one.Dispose();

    private async Task<T?> QueueAsync<T>(IPAddress? from, Func<T> work, CancellationToken cancel)
    {
        var network = from is null ? IPAddress.None : Network.Of(from);
        if (!Enter(network))
        {
            return default;
        }
        try
        {
            await _one.WaitAsync(cancel);
            try
            {
                Interlocked.Increment(ref _computed);
                return await Task.Run(work, CancellationToken.None);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Leave(network);
        }
    }

    private bool Enter(IPAddress network)
    {
        lock (_waitingFrom)
        {
            var waiting = _waitingFrom.GetValueOrDefault(network);
            if (_waiting >= LongestQueue || waiting >= LongestOfOneNetwork)
            {
                return false;
            }
            _waiting++;
            _waitingFrom[network] = waiting + 1;
            return true;
        }
    }

    private void Leave(IPAddress network)
    {
        lock (_waitingFrom)
        {
            _waiting--;
            if (--_waitingFrom[network] == 0)
            {
                _waitingFrom.Remove(network);
            }
        }
    }

    // Identity's format 3: a marker, then the function (2 is HMAC-SHA-512), the iterations and the salt's length, then salt and hash.
    private static string MakeDummy()
    {
        const int HeadBytes = 13, SaltBytes = 16, HashBytes = 32;
        var dummy = new byte[HeadBytes + SaltBytes + HashBytes];
        dummy[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(5), (uint)new PasswordHasherOptions().IterationCount);
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(9), SaltBytes);
        RandomNumberGenerator.Fill(dummy.AsSpan(HeadBytes));
        return Convert.ToBase64String(dummy);
    }
}
