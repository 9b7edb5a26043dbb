namespace SecretsDashboard.Web.Anonymous;

/// <summary>Sets up the protection of the pages against unauthenticated clients.</summary>
internal static class AnonymousSetup
{
    /// <exception cref="Vault.StartupException">A limit is invalid.</exception>
    public static void AddAnonymousLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AnonymousLimits.From(builder.Configuration));
        builder.Services.AddSingleton<RecognizedRequests>();
        builder.Services.AddSingleton<LowDiskRefusals>();
        builder.Services.AddSingleton<AnonymousRequestLimiter>();
    }
}
