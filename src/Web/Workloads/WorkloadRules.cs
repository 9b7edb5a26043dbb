using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>The rules for a workload's JWT. The gate checks its times and audience on every request; here they only must be
/// present.</summary>
internal static class WorkloadRules
{
    // Asymmetric signatures only: a party that can verify one can't create one. So neither "none" nor the HS family.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Whether the header has an accepted algorithm and type, and requires no unsupported extension.</summary>
    public static bool HasAcceptedHeader(JsonWebToken jwt) =>
        !jwt.IsEncrypted
        && Algorithms.Contains(jwt.Alg, StringComparer.Ordinal)
        && IsAcceptedType(jwt.Typ)
        && !jwt.TryGetHeaderValue<object>("crit", out _);

    private static readonly string[] TimeClaims = [JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf, JwtRegisteredClaimNames.Iat];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether the JWT can be read in one way only: no name is repeated, and its times are numbers (RFC 7519,
    /// 4.1.4). The library uses the last of two equal claims, and parses numbers from strings.</summary>
    /// <exception cref="JsonException">A name is repeated.</exception>
    public static bool IsUnambiguous(JsonWebToken jwt)
    {
        using var header = Read(jwt.EncodedHeader);
        using var claims = Read(jwt.EncodedPayload);
        return TimeClaims.All(m => !claims.RootElement.TryGetProperty(m, out var time) || time.ValueKind == JsonValueKind.Number);
    }

    private static JsonDocument Read(string encoded) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(encoded), Strict);

    /// <summary>Overwrites the settings from JwtBearer's own configuration section: only <see cref="IssuerSettings"/>
    /// determines which issuers are trusted.</summary>
    public static void Apply(JwtBearerOptions options, TrustedIssuer issuer)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.Authority = options.MetadataAddress = null!;
        options.Configuration = null;
        options.ConfigurationManager = null!;
        options.Events = new JwtBearerEvents { OnAuthenticationFailed = Fail };
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = WorkloadTokens.MaxLength });
        options.TokenValidationParameters = Of(issuer);
    }

    private static TokenValidationParameters Of(TrustedIssuer issuer) =>
        new()
        {
            ValidateIssuer = true,
            ValidIssuer = issuer.Issuer,
            ValidateAudience = true,
            AudienceValidator = (audiences, _, _) => audiences.Any(),
            ValidateLifetime = true,
            LifetimeValidator = (_, expires, _, _) => expires is not null,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidAlgorithms = Algorithms,
            TypeValidator = (type, _, _) =>
                IsAcceptedType(type) ? type ?? "" : throw new SecurityTokenInvalidTypeException("The type of the JWT is not accepted."),
            IssuerSigningKeyResolver = (_, jwt, kid, _) => issuer.Keys.Find(kid, ((JsonWebToken)jwt).Alg),
            TryAllIssuerSigningKeys = false,
            LogValidationExceptions = false,
        };

    private static bool IsAcceptedType(string? type) =>
        string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    // Otherwise an exception caused by a malformed JWT would be reported as a fault of this program.
    private static Task Fail(AuthenticationFailedContext context)
    {
        context.Fail(context.Exception);
        return Task.CompletedTask;
    }
}
