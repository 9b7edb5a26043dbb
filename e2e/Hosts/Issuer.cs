using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Signs the JWTs of a host's workloads. Its public key is in the
/// server's settings, as for a cluster without a public address.</summary>
internal sealed class Issuer : IDisposable
{
    public const string Name = "https://kubernetes.default.svc.cluster.local",
        Audience = "secrets-dashboard";

    private readonly RSA _key = RSA.Create(2048);

    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var open = _key.ExportParameters(includePrivateParameters: false);
            return new Dictionary<string, string>
            {
                ["Workloads__Issuers__0__Issuer"] = Name,
                ["Workloads__Issuers__0__Jwks"] =
                    $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"1","n":"{{Encode(open.Modulus!)}}","e":"{{Encode(open.Exponent!)}}"}]}""",
            };
        }
    }

    /// <summary>The token that a cluster puts into the pod of this service account.</summary>
    public string Sign(string subject)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"{{Name}}","sub":"{{subject}}","aud":["{{Audience}}"],"iat":{{now}},"nbf":{{now}},"exp":{{now + 600}}}"""
        );
        var text = $"{Encode("""{"alg":"RS256","kid":"1","typ":"JWT"}"""u8.ToArray())}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
