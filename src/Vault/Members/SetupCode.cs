using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.Vault.Members;

/// <summary>The one-time code that the console prints while no member exists:
/// 128 random bits, five tries, valid until the process ends.</summary>
public sealed class SetupCode
{
    public const int Tries = 5;

    private readonly Lock _lock = new();
    private int _left = Tries;

    /// <summary>The printed form: eight groups of four hex characters.</summary>
    public string Text { get; } =
        string.Join('-', Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)).Chunk(4).Select(c => new string(c)));

    /// <summary>True for the right code while tries are left. Groups may be typed without their hyphens and in any case.</summary>
    internal bool Accept(string? typed)
    {
        lock (_lock)
        {
            if (_left == 0)
            {
                return false;
            }
            var right = Matches(typed);
            _left = right ? _left : _left - 1;
            return right;
        }
    }

    /// <summary>Whether it is the right code. It does not use up a try, so the result must not be revealed to the client.</summary>
    internal bool Matches(string? typed) => CryptographicOperations.FixedTimeEquals(Bytes(typed), Bytes(Text));

    internal bool Exhausted
    {
        get
        {
            lock (_lock)
            {
                return _left == 0;
            }
        }
    }

    private static byte[] Bytes(string? code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes((code ?? "").Replace("-", "", StringComparison.Ordinal).Trim().ToLowerInvariant()));
}
