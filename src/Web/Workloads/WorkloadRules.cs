using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>What a JWT of a workload must be. Its times and its audience are judged by
/// the gate, at every ask: here they must only be there.</summary>
internal static class WorkloadRules
{
    // Signed with a private key, so that nobody who can check a signature can make one. Without "none", and without the HS family.
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

    /// <summary>Whether it says to be signed in a way that counts, to be of a type that can be a
    /// workload's, and asks for nothing that is not understood here.</summary>
    public static bool HasGoodHeader(JsonWebToken jwt) =>
        !jwt.IsEncrypted
        && Algorithms.Contains(jwt.Alg, StringComparer.Ordinal)
        && IsGoodType(jwt.Typ)
        && !jwt.TryGetHeaderValue<object>("crit", out _);

    private static readonly string[] Moments = [JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf, JwtRegisteredClaimNames.Iat];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether no reader can take it in another way: no name is there twice, and its times are
    /// numbers (RFC 7519, 4.1.4). The library takes the last of two claims, and a
    /// number out of a text.</summary>
    /// <exception cref="JsonException">A name is there twice.</exception>
    public static bool IsPlain(JsonWebToken jwt)
    {
        using var header = Read(jwt.EncodedHeader);
        using var claims = Read(jwt.EncodedPayload);
        return Moments.All(m => !claims.RootElement.TryGetProperty(m, out var time) || time.ValueKind == JsonValueKind.Number);
    }

    private static JsonDocument Read(string encoded) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(encoded), Strict);

    /// <summary>Settings of JwtBearer's own section of the configuration are overwritten:
    /// nothing but <see cref="IssuerSettings"/> says who is trusted.</summary>
    public static void Apply(JwtBearerOptions options, TrustedIssuer issuer)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.Authority = options.MetadataAddress = null!;
        options.Configuration = null;
        options.ConfigurationManager = null!;
        options.Events = new JwtBearerEvents { OnAuthenticationFailed = Fail };
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = WorkloadTokens.Longest });
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
                IsGoodType(type) ? type ?? "" : throw new SecurityTokenInvalidTypeException("The type of the JWT is not accepted."),
            IssuerSigningKeyResolver = (_, jwt, kid, _) => issuer.Keys.Find(kid, ((JsonWebToken)jwt).Alg),
            TryAllIssuerSigningKeys = false,
            LogValidationExceptions = false,
        };

    private static bool IsGoodType(string? type) => string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    // Otherwise what a JWT makes its reader stumble over would be thrown, as a fault of this program.
    private static Task Fail(AuthenticationFailedContext context)
    {
        context.Fail(context.Exception);
        return Task.CompletedTask;
    }
}
