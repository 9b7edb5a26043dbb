using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Configures the issuers whose JWTs are valid at run time.</summary>
internal static class WorkloadSetup
{
    /// <exception cref="Vault.StartupException">The configuration of the issuers is invalid.</exception>
    public static IReadOnlyList<IssuerSetting> AddWorkloads(this WebApplicationBuilder builder)
    {
        var settings = IssuerSettings.From(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<KeyDocuments>();
        builder.Services.AddSingleton<TrustedIssuers>();
        builder.Services.AddSingleton<WorkloadTokens>();
        // None of these schemes is a default: only the run-time middleware uses them, by name.
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
