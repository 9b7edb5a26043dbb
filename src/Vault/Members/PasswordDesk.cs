using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Hashes and verifies passwords, one at a time: a check costs about a tenth of a second of a core, so that a few sign-ins
/// at once wait for each other and leave the other core to everyone else.</summary>
internal sealed class PasswordDesk : IDisposable
{
    private const int LongestQueue = 64;

    private readonly PasswordHasher<Member> _hasher = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly string _dummy;
    private int _waiting;

    public PasswordDesk() => _dummy = _hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>The hash, or null when too many wait already.</summary>
    public Task<string?> HashAsync(Plaintext password, CancellationToken cancel) =>
        QueueAsync(() => _hasher.HashPassword(Nobody, password.Reveal()), cancel);

    /// <summary>Verifies against a stored hash, or against a dummy at the same cost when there is none.</summary>
    /// <returns>Null when too many wait already.</returns>
    public Task<bool?> VerifyAsync(string? hash, Plaintext password, CancellationToken cancel) =>
        QueueAsync<bool?>(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _dummy, password.Reveal()) != PasswordVerificationResult.Failed && hash is not null, cancel);

    public void Dispose() => _one.Dispose();

    private async Task<T?> QueueAsync<T>(Func<T> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _waiting) > LongestQueue)
        {
            Interlocked.Decrement(ref _waiting);
            return default;
        }
        try
        {
            await _one.WaitAsync(cancel);
            try
            {
                return await Task.Run(work, cancel);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static readonly Member Nobody = new();
}
