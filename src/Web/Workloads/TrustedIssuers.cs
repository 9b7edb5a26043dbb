namespace SecretsDashboard.Web.Workloads;

/// <summary>An issuer that the configuration names.</summary>
/// <param name="Scheme">Of ASP.NET's authentication: under it JwtBearer validates this issuer's JWTs.</param>
internal sealed record TrustedIssuer(string Issuer, string Scheme, IssuerKeys Keys);

/// <summary>The issuers whose JWTs may name a service. They are the configuration's, for the life of the process.</summary>
internal sealed class TrustedIssuers(
    IReadOnlyList<IssuerSetting> settings,
    KeyDocuments documents,
    TimeProvider time,
    ILogger<IssuerKeys> log
)
{
    private readonly Dictionary<string, TrustedIssuer> _byName = settings.ToDictionary(
        s => s.Issuer,
        s => new TrustedIssuer(s.Issuer, s.Scheme, new IssuerKeys(s, documents, time, log)),
        StringComparer.Ordinal
    );

    /// <summary>Null when it is not configured: letter by letter.</summary>
    public TrustedIssuer? Find(string? issuer) => issuer is null ? null : _byName.GetValueOrDefault(issuer);
}
