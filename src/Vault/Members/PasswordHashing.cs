using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>The result of a password verification.</summary>
/// <param name="Renewed">The same password hashed again, if the stored hash has fewer iterations or is of another Unicode form.</param>
internal readonly record struct PasswordMatch(bool IsRight, string? Renewed = null);

/// <summary>PBKDF2-HMAC-SHA-512 in Identity's format 3. A wrong password costs the same iterations
/// whether or not its account exists, and however old its hash is: the missing iterations of an old
/// hash are computed additionally. Real hashes and the dummy use the same number.</summary>
internal sealed class PasswordHashing
{
    private const int IterationsAt = 5,
        HeadBytes = 13,
        SaltBytes = 16,
        HashBytes = 32;

    private static readonly Member UnusedMember = new();

    private readonly PasswordHasherOptions _options;
    private readonly PasswordHasher<Member> _hasher;
    private readonly byte[] _dummy;
    private long _computed;

    public PasswordHashing(int iterations)
    {
        _options = new PasswordHasherOptions { IterationCount = iterations };
        _hasher = new PasswordHasher<Member>(Options.Create(_options));
        _dummy = MakeDummy();
        Dummy = Convert.ToBase64String(_dummy);
    }

    /// <summary>A hash that no password matches, in the format of a real one and so at the same cost; its creation costs nothing.</summary>
    internal string Dummy { get; }

    /// <summary>The number of computed iterations.</summary>
    internal long Computed => Interlocked.Read(ref _computed);

    public string Hash(Plaintext password) => Hash(OpaquePassword.Of(password.Reveal()) ?? password.Reveal());

    public PasswordMatch Verify(string? stored, Plaintext? password)
    {
        // Longer passwords were never accepted; a dummy is verified instead of hashing megabytes.
        if (password is not { Length: > 0 and <= PasswordRules.MaxLength * 4 })
        {
            Matches(Dummy, "-");
            return default;
        }
        var typed = password.Reveal();
        var normalised = OpaquePassword.Of(typed) ?? typed;
        if (Matches(stored ?? Dummy, normalised) && stored is not null)
        {
            return new(true, IterationsOf(stored) == _options.IterationCount ? null : Hash(normalised));
        }
        // Earlier versions hashed the password without normalization. Whether this
        // second verification runs depends only on the input, not on the account.
        return normalised != typed && Matches(stored ?? Dummy, typed) && stored is not null ? new(true, Hash(normalised)) : default;
    }

    private string Hash(string password)
    {
        Interlocked.Add(ref _computed, _options.IterationCount);
        return _hasher.HashPassword(UnusedMember, password);
    }

    private bool Matches(string stored, string password)
    {
        var matches = _hasher.VerifyHashedPassword(UnusedMember, stored, password) != PasswordVerificationResult.Failed;
        var spent = IterationsOf(stored);
        if (_options.IterationCount - spent is > 0 and var missing)
        {
            Rfc2898DeriveBytes.Pbkdf2("-"u8, _dummy.AsSpan(HeadBytes, SaltBytes), missing, HashAlgorithmName.SHA512, HashBytes);
            spent += missing;
        }
        Interlocked.Add(ref _computed, spent);
        return matches;
    }

    private static int IterationsOf(string stored)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Convert.TryFromBase64String(stored, bytes, out var written) && written > HeadBytes && bytes[0] == 1
            ? (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[IterationsAt..])
            : 0;
    }

    // Identity's format 3: a marker, the function (2 is HMAC-SHA-512), the iterations, the salt's length, the salt and the hash.
    private byte[] MakeDummy()
    {
        var dummy = new byte[HeadBytes + SaltBytes + HashBytes];
        dummy[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(IterationsAt), (uint)_options.IterationCount);
        BinaryPrimitives.WriteUInt32BigEndian(dummy.AsSpan(9), SaltBytes);
        RandomNumberGenerator.Fill(dummy.AsSpan(HeadBytes));
        return dummy;
    }
}
