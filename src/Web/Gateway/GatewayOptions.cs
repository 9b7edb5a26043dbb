using System.Globalization;
using System.Text.RegularExpressions;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Gateway;

/// <summary>What a gateway forwards to, and within which limits; see the README's table of settings.</summary>
/// <param name="Idle">A provider that is silent for so long is given up.</param>
/// <param name="Longest">An answer that is still running after this is cut off.</param>
/// <param name="LargestBody">Of a request, in bytes.</param>
/// <param name="AtOnce">Requests that may be on their way to providers at the same time; see <see cref="Places"/>.</param>
internal sealed partial record GatewayOptions(IReadOnlyDictionary<string, Provider> Providers, TimeSpan Idle, TimeSpan Longest, long LargestBody, int AtOnce)
{
    private const string Section = "Gateway", UsualHeader = "Authorization", UsualScheme = "Bearer";

    /// <exception cref="StartupException">A setting makes no sense; the message names it.</exception>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section);
        var allowsPrivate = Flag(settings, "AllowPrivateAddresses", otherwise: false);
        return new(
            settings.GetSection("Providers").GetChildren().Select(p => Read(p, allowsPrivate)).ToDictionary(p => p.Slug, StringComparer.Ordinal),
            TimeSpan.FromSeconds(Number(settings, "IdleSeconds", 120)),
            TimeSpan.FromSeconds(Number(settings, "LongestSeconds", 3_600)),
            Number(settings, "LargestBodyBytes", 32 * 1024 * 1024),
            Number(settings, "RequestsAtOnce", 1_024));
    }

    private static Provider Read(IConfigurationSection settings, bool allowsPrivate)
    {
        allowsPrivate = Flag(settings, "AllowPrivateAddresses", allowsPrivate);
        var header = Text(settings, "Header");
        var provider = new Provider(settings.Key, AddressOf(settings, allowsPrivate), header ?? UsualHeader, settings["Scheme"]?.Trim() ?? (header is null ? UsualScheme : ""), allowsPrivate);
        return !Slug.IsMatch(provider.Slug) ? throw new StartupException($"{settings.Path}: a provider's name has 1 to 64 characters, lower-case letters, digits and -.")
            : !Token.IsMatch(provider.Header) ? throw new StartupException($"{settings.Path}:Header is '{provider.Header}', which is no header's name.")
            : provider.Scheme.Length > 0 && !Token.IsMatch(provider.Scheme) ? throw new StartupException($"{settings.Path}:Scheme is '{provider.Scheme}'. It must be one word such as Bearer.")
            : provider;
    }

    private static Uri AddressOf(IConfigurationSection settings, bool allowsPrivate)
    {
        var text = Text(settings, "Address") ?? throw new StartupException($"{settings.Path}:Address is missing. It must be an address such as https://api.example.com/v1/.");
        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new StartupException($"{settings.Path}:Address must be an https:// address without user, query and fragment.");
        }
        return address.Scheme == "https" || allowsPrivate ? address
            : throw new StartupException($"{settings.Path}:Address is plain http: the key would cross the network in clear. Use https, or allow private addresses for a provider of this machine or network.");
    }

    private static int Number(IConfigurationSection settings, string name, int otherwise) => Text(settings, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new StartupException($"{settings.Path}:{name} is '{text}'. It must be a whole number above zero.");

    private static bool Flag(IConfigurationSection settings, string name, bool otherwise) => Text(settings, name) is not { } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag
        : throw new StartupException($"{settings.Path}:{name} is '{text}'. It must be true or false.");

    private static string? Text(IConfigurationSection settings, string name) => settings[name]?.Trim() is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token { get; }
}
