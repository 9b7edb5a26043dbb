using System.Text.RegularExpressions;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The rules for the input of a gateway's key.</summary>
internal static partial class ProviderRules
{
    /// <summary>The alias that is used if the request names none and no key is marked as default.</summary>
    public const string UsualAlias = "default";

    /// <summary>The maximum length of an alias, in characters.</summary>
    public const int MaxAliasLength = 64;

    /// <summary>The maximum limit of a key, in requests per minute.</summary>
    public const int MaxPerMinute = 1_000_000;

    public static Problem ConfigNotFound { get; } =
        Problem.NotFound("provider_config_not_found", "This provider key was not found. It may have been removed.");

    public static IEnumerable<Problem> Check(ProviderInput input, IReadOnlyList<string> providers)
    {
        if (input.Provider is null || !providers.Contains(input.Provider))
        {
            var known = providers.Count == 0 ? "none is configured" : string.Join(", ", providers);
            yield return Problem.Invalid(
                "provider_unknown",
                $"The provider must be one of those in this server's configuration: {known}.",
                nameof(ProviderInput.Provider)
            ) with
            {
                Subject = known,
            };
        }
        if (input.Alias is null || !Alias.IsMatch(input.Alias))
        {
            yield return Problem.Invalid(
                "alias_invalid",
                $"An alias has 1 to {MaxAliasLength} characters: letters A–Z and a–z, digits, _ and -.",
                nameof(ProviderInput.Alias)
            );
        }
        if (input.RequestsPerMinute is < 1 or > MaxPerMinute)
        {
            yield return Problem.Invalid(
                "rate_limit_invalid",
                $"A limit is a whole number from 1 to {MaxPerMinute:N0} requests a minute, or none.",
                nameof(ProviderInput.RequestsPerMinute)
            );
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alias { get; }
}

/// <summary>The input for a gateway's key.</summary>
/// <param name="Provider">A configured provider.</param>
/// <param name="Alias">Unique for the gateway and the provider.</param>
/// <param name="IsDefault">Used if a request names no alias; the previous default is not one any more.</param>
/// <param name="RequestsPerMinute">Null: no limit of its own.</param>
public sealed record ProviderInput(string? Provider, string? Alias, bool IsDefault, int? RequestsPerMinute = null);
