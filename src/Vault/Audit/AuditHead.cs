using System.Globalization;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Where a chain of audit rows stood at some moment. Kept elsewhere
/// (printed, mailed), it shows later whether the chain's end was cut off.</summary>
/// <param name="Chain">32 lower-case hex characters.</param>
/// <param name="Number">Of the chain's newest row at that moment.</param>
/// <param name="Code">That row's code: 64 lower-case hex characters.</param>
public sealed record AuditHead(string Chain, long Number, string Code)
{
    /// <summary>As it is printed and read again: <c>CHAIN:NUMBER:CODE</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Chain}:{Number}:{Code}");

    /// <summary>Null when the text is no head.</summary>
    public static AuditHead? Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        return
            parts is [{ Length: 32 } chain, var number, { Length: 64 } code]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n > 0
            && (chain + code).All(char.IsAsciiHexDigitLower)
            ? new AuditHead(chain, n, code)
            : null;
    }
}
