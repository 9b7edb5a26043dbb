using System.Globalization;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The head of a chain of audit rows at some moment. If it is kept elsewhere
/// (printed, mailed), it shows later whether the chain's end was removed.</summary>
/// <param name="Chain">32 lowercase hex characters.</param>
/// <param name="Number">The number of the chain's newest row at that moment.</param>
/// <param name="Code">The MAC of that row: 64 lowercase hex characters.</param>
public sealed record AuditHead(string Chain, long Number, string Code)
{
    /// <summary>The form in which it is printed and parsed: <c>CHAIN:NUMBER:CODE</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Chain}:{Number}:{Code}");

    /// <summary>Null if the text is not a head.</summary>
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
