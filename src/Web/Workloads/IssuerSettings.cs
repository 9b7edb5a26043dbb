using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Workloads;

/// <summary>One configured issuer.</summary>
/// <param name="Metadata">The address of its discovery document; null when its keys are configured.</param>
/// <param name="Keys">The configured keys; empty when they are discovered.</param>
internal sealed record IssuerSetting(string Issuer, string Scheme, string? Metadata, IReadOnlyList<SecurityKey> Keys);

/// <summary>Reads the whole section <c>Workloads:Issuers</c> at startup; see the README.</summary>
internal sealed class IssuerSettings
{
    private const string Section = "Workloads:Issuers",
        Discovery = "/.well-known/openid-configuration";
    private const string Authority = nameof(Authority),
        MetadataAddress = nameof(MetadataAddress),
        JwksFile = nameof(JwksFile),
        Jwks = nameof(Jwks);
    private const int MaxLength = 512;

    private static readonly string[] Sources = [Authority, MetadataAddress, JwksFile, Jwks];

    private readonly List<string> _problems = [];
    private readonly string _root;

    private IssuerSettings(string root) => _root = root;

    /// <param name="root">The folder for relative paths.</param>
    /// <exception cref="StartupException">Settings are invalid; the message lists every problem.</exception>
    public static IReadOnlyList<IssuerSetting> From(IConfiguration configuration, string root)
    {
        var reader = new IssuerSettings(root);
        List<IssuerSetting> issuers = [.. configuration.GetSection(Section).GetChildren().Select(reader.Read)];
        reader._problems.AddRange(
            issuers
                .Where(i => i.Issuer.Length > 0)
                .GroupBy(i => i.Issuer, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
                .Select(g => $"{Section}: {g.Key} is configured {g.Count()} times.")
        );
        return reader._problems.Count == 0 ? issuers : throw new StartupException(string.Join(Environment.NewLine, reader._problems));
    }

    private IssuerSetting Read(IConfigurationSection section)
    {
        var issuer = section["Issuer"]?.Trim() ?? "";
        if (issuer.Length is 0 or > MaxLength || issuer.Any(char.IsControl))
        {
            AddProblem(section, $"Issuer must be the claim iss of its tokens, with at most {MaxLength} characters.");
        }
        foreach (
            var unknown in section
                .GetChildren()
                .Select(c => c.Key)
                .Where(k =>
                    !k.Equals("Issuer", StringComparison.OrdinalIgnoreCase) && !Sources.Contains(k, StringComparer.OrdinalIgnoreCase)
                )
        )
        {
            AddProblem(section, $"{unknown} is unknown. An issuer has Issuer and one of {string.Join(", ", Sources)}.");
        }
        var given = Sources.Where(s => !string.IsNullOrWhiteSpace(section[s])).ToList();
        if (given.Count > 1)
        {
            AddProblem(section, $"{string.Join(" and ", given)} are set. Set only one of them.");
        }
        var source = given.FirstOrDefault();
        return new IssuerSetting(
            issuer,
            $"workload-{section.Key}",
            MetadataOf(section, source, issuer),
            source is JwksFile or Jwks ? KeysOf(section, source) : []
        );
    }

    /// <summary>By default the issuer itself is the address, as in OpenID Connect Discovery.</summary>
    private string? MetadataOf(IConfigurationSection section, string? source, string issuer)
    {
        if (source is JwksFile or Jwks)
        {
            return null;
        }
        var address =
            source is MetadataAddress
                ? section[source]!.Trim()
                : (source is null ? issuer : section[source]!.Trim()).TrimEnd('/') + Discovery;
        if (!KeyDocuments.IsSafe(address))
        {
            AddProblem(
                section,
                $"{source ?? "Issuer"} must be an https address, or http on this "
                    + $"machine{(source is null ? $", or one of {string.Join(", ", Sources)} must say where the keys are" : "")}."
            );
        }
        return address;
    }

    private IReadOnlyList<SecurityKey> KeysOf(IConfigurationSection section, string source)
    {
        try
        {
            var keys = UsableKeys.Of(
                new JsonWebKeySet(source == Jwks ? section[source] : File.ReadAllText(Path.GetFullPath(section[source]!.Trim(), _root)))
            );
            if (keys.Count == 0)
            {
                AddProblem(section, $"{source} has no usable key: an RSA key of 2,048 bits or more, or an EC key, for signatures.");
            }
            return keys;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or JsonException or NotSupportedException)
        {
            AddProblem(
                section,
                source == Jwks ? "Jwks is not a JSON Web Key Set." : $"JwksFile {section[source]} can't be read as a JSON Web Key Set."
            );
            return [];
        }
    }

    private void AddProblem(IConfigurationSection section, string problem) => _problems.Add($"{section.Path}: {problem}");
}
