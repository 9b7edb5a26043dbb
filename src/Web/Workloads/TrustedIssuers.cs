namespace SecretsDashboard.Web.Workloads;

/// <summary>An issuer from the configuration.</summary>
/// <param name="Scheme">The authentication scheme under which JwtBearer validates this issuer's JWTs.</param>
internal sealed record TrustedIssuer(string Issuer, string Scheme, IssuerKeys Keys);

/// <summary>The issuers whose JWTs can identify a service. They are read from the configuration once per process.</summary>
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

    /// <summary>Null when the issuer is not configured; the comparison is ordinal.</summary>
    public TrustedIssuer? Find(string? issuer) => issuer is null ? null : _byName.GetValueOrDefault(issuer);
}
