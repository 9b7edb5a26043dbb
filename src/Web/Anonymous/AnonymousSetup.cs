namespace SecretsDashboard.Web.Anonymous;

/// <summary>What stands between unauthenticated clients and the pages.</summary>
internal static class AnonymousSetup
{
    /// <exception cref="Vault.StartupException">A limit makes no sense.</exception>
    public static void AddAnonymousLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AnonymousLimits.From(builder.Configuration));
        builder.Services.AddSingleton<RecognizedRequests>();
        builder.Services.AddSingleton<LowDiskRefusals>();
        builder.Services.AddSingleton<AnonymousRequestLimiter>();
    }
}
