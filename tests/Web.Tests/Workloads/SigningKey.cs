using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>A private key, and JWTs made of it by hand: also such as no library would make.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private SigningKey(string kid, RSA? rsa, ECDsa? ec) => (Kid, _rsa, _ec) = (kid, rsa, ec);

    public string Kid { get; }

    public bool IsRsa => _rsa is not null;

    public static SigningKey Rsa(string kid, int bits = 2_048) => new(kid, RSA.Create(bits), null);

    public static SigningKey Ec(string kid) => new(kid, null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The public half, as PEM.</summary>
    public string Pem => _rsa?.ExportSubjectPublicKeyInfoPem() ?? _ec!.ExportSubjectPublicKeyInfoPem();

    /// <summary>The public key, as an entry of a key set.</summary>
    public string Jwk
    {
        get
        {
            if (_rsa?.ExportParameters(false) is { } rsa)
            {
                return JsonSerializer.Serialize(
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        kid = Kid,
                        n = Encode(rsa.Modulus!),
                        e = Encode(rsa.Exponent!),
                    }
                );
            }
            var point = _ec!.ExportParameters(false).Q;
            return JsonSerializer.Serialize(
                new
                {
                    kty = "EC",
                    use = "sig",
                    crv = "P-256",
                    kid = Kid,
                    x = Encode(point.X!),
                    y = Encode(point.Y!),
                }
            );
        }
    }

    public static string Set(params IEnumerable<SigningKey> keys) => $$"""{"keys":[{{string.Join(',', keys.Select(k => k.Jwk))}}]}""";

    /// <summary>A JWT with this header and these claims, signed as the header says, or
    /// with <paramref name="secret"/> where it says so.</summary>
    public string Sign(IReadOnlyDictionary<string, object?> header, string claims, byte[]? secret = null)
    {
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        var signature = secret is not null
            ? HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text))
            : SignatureOf(header.GetValueOrDefault("alg") as string, Encoding.ASCII.GetBytes(text));
        return $"{text}.{Encode(signature)}";
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    private byte[] SignatureOf(string? algorithm, byte[] text) =>
        algorithm switch
        {
            "RS512" => _rsa!.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa!.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS256" or "ES256" => _rsa?.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ?? _ec!.SignData(text, HashAlgorithmName.SHA256),
            _ => [],
        };

    private static string Encode(byte[] bytes) => Base64UrlEncoder.Encode(bytes);
}
