using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Whose JWTs count at run time.</summary>
internal static class WorkloadSetup
{
    /// <exception cref="Vault.StartupException">The issuers are not configured as they must be.</exception>
    public static IReadOnlyList<IssuerSetting> AddWorkloads(this WebApplicationBuilder builder)
    {
        var settings = IssuerSettings.From(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<KeyDocuments>();
        builder.Services.AddSingleton<TrustedIssuers>();
        builder.Services.AddSingleton<WorkloadTokens>();
        // No scheme here is a default: they are asked for by name, by the middleware of the run time alone.
        var authentication = builder.Services.AddAuthentication();
        foreach (var setting in settings)
        {
            authentication.AddJwtBearer(setting.Scheme, _ => { });
            builder
                .Services.AddOptions<JwtBearerOptions>(setting.Scheme)
                .Configure<TrustedIssuers>((options, issuers) => WorkloadRules.Apply(options, issuers.Find(setting.Issuer)!));
        }
        return settings;
    }
}
