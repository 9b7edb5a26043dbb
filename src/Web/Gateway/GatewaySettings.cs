using System.Globalization;
using System.Text.RegularExpressions;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Reads the whole section <c>Gateway</c> at startup; see the README.</summary>
internal sealed partial class GatewaySettings
{
    private const string Section = "Gateway",
        UsualHeader = "Authorization",
        UsualScheme = "Bearer";
    private const string Providers = nameof(Providers),
        AllowPrivateAddresses = nameof(AllowPrivateAddresses);
    private const string Address = nameof(Address),
        Header = nameof(Header),
        Scheme = nameof(Scheme);

    // A .NET timer accepts at most 49 days; a longer time would fail every request. These limits are above every sensible setting.
    private const int Day = 24 * 60 * 60,
        MaxBodyLimit = 1024 * 1024 * 1024,
        MaxAtOnceLimit = 100_000;

    private static readonly string[] OfAll =
    [
        Providers,
        AllowPrivateAddresses,
        "IdleSeconds",
        "LongestSeconds",
        "LargestBodyBytes",
        "RequestsAtOnce",
    ];

    private static readonly string[] OfProvider = [Address, Header, Scheme, AllowPrivateAddresses];

    // These headers, like content headers, describe the connection or the body itself: a key in one would be lost, or break the request.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Expect",
        "Host",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    };

    private static readonly Uri Nowhere = new("https://nowhere.invalid/");

    private readonly List<string> _problems = [];

    private GatewaySettings() { }

    /// <exception cref="StartupException">Settings are invalid; the message lists every problem.</exception>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var reader = new GatewaySettings();
        var options = reader.Read(configuration.GetSection(Section));
        return reader._problems.Count == 0 ? options : throw new StartupException(string.Join(Environment.NewLine, reader._problems));
    }

    private GatewayOptions Read(IConfigurationSection section)
    {
        CheckUnknown(section, OfAll, "A gateway has");
        var allowsPrivate = Flag(section, AllowPrivateAddresses, otherwise: false);
        return new(
            section
                .GetSection(Providers)
                .GetChildren()
                .Select(p => ReadProvider(p, allowsPrivate))
                .ToDictionary(p => p.Slug, StringComparer.Ordinal),
            TimeSpan.FromSeconds(Number(section, "IdleSeconds", 120, Day)),
            TimeSpan.FromSeconds(Number(section, "LongestSeconds", 3_600, Day)),
            Number(section, "LargestBodyBytes", 32 * 1024 * 1024, MaxBodyLimit),
            Number(section, "RequestsAtOnce", 1_024, MaxAtOnceLimit)
        );
    }

    private Provider ReadProvider(IConfigurationSection section, bool allowsPrivate)
    {
        CheckUnknown(section, OfProvider, "A provider has");
        if (!Slug.IsMatch(section.Key))
        {
            AddProblem(section, "A provider's name has 1 to 64 characters, lower-case letters, digits and -.");
        }
        allowsPrivate = Flag(section, AllowPrivateAddresses, allowsPrivate);
        var given = Text(section, Header);
        var (header, scheme) = (given ?? UsualHeader, section[Scheme]?.Trim() ?? (given is null ? UsualScheme : ""));
        if (!Token.IsMatch(header) || !CanCarry(header))
        {
            AddProblem(section, "Header must be the name of a header that can carry a key, such as x-api-key.");
        }
        if (scheme.Length > 0 && !Token.IsMatch(scheme))
        {
            AddProblem(section, "Scheme must be one word such as Bearer.");
        }
        return new Provider(section.Key, AddressOf(section, allowsPrivate), header, scheme, allowsPrivate);
    }

    private Uri AddressOf(IConfigurationSection section, bool allowsPrivate)
    {
        var text = Text(section, Address) ?? "";
        if (
            !Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http")
            || address.UserInfo.Length > 0
            || address.Query.Length > 0
            || address.Fragment.Length > 0
        )
        {
            AddProblem(section, "Address must be an https address such as https://api.example.com/v1/, without user, query and fragment.");
            return Nowhere;
        }
        if (address.Scheme == "http" && !allowsPrivate)
        {
            AddProblem(
                section,
                "Address is plain http: the key would cross the network unencrypted. "
                    + "Use https, or allow private addresses for a provider on this machine or network."
            );
        }
        return address;
    }

    private void CheckUnknown(IConfigurationSection section, string[] known, string has)
    {
        foreach (var unknown in section.GetChildren().Select(c => c.Key).Where(k => !known.Contains(k, StringComparer.OrdinalIgnoreCase)))
        {
            AddProblem(section, $"{unknown} is unknown. {has} {string.Join(", ", known)}.");
        }
    }

    private int Number(IConfigurationSection section, string name, int otherwise, int max)
    {
        if (Text(section, name) is not { } text)
        {
            return otherwise;
        }
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= 0 || number > max)
        {
            AddProblem(section, string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from 1 to {max:N0}."));
        }
        return number;
    }

    private bool Flag(IConfigurationSection section, string name, bool otherwise)
    {
        if (Text(section, name) is not { } text)
        {
            return otherwise;
        }
        if (!bool.TryParse(text, out var flag))
        {
            AddProblem(section, $"{name} must be true or false.");
        }
        return flag;
    }

    private void AddProblem(IConfigurationSection section, string problem) => _problems.Add($"{section.Path}: {problem}");

    private static string? Text(IConfigurationSection section, string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

    private static bool CanCarry(string header)
    {
        using var request = new HttpRequestMessage();
        return !Taken.Contains(header) && request.Headers.TryAddWithoutValidation(header, "key");
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token { get; }
}
