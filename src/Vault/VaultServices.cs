using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault;

public static class VaultServices
{
    /// <summary>Adds the vault: <see cref="OpenVault"/> and <see cref="Gate.Gate"/> as singletons, opened at their first use. ASP.NET's
    /// data protection keys are stored in the same database, encrypted with the key ring and sealed.</summary>
    public static IServiceCollection AddVault(this IServiceCollection services, VaultOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(sp =>
            OpenVault.Open(
                options,
                sp.GetRequiredService<TimeProvider>(),
                sp.GetRequiredService<ILoggerFactory>().CreateLogger("SecretsDashboard.Vault")
            )
        );
        services.AddSingleton(sp => sp.GetRequiredService<OpenVault>().Gate);
        services.AddSingleton(sp => sp.GetRequiredService<OpenVault>().Sessions);
        services.AddSingleton(sp => sp.GetRequiredService<OpenVault>().KeyStatuses);
        services.AddDataProtection().SetApplicationName("SecretsDashboard");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(sp => new ConfigureOptions<KeyManagementOptions>(keys =>
        {
            var vault = sp.GetRequiredService<OpenVault>();
            (keys.XmlRepository, keys.XmlEncryptor) = (vault.XmlKeys, new DataProtectionWrap(vault.Tools.Keys));
        }));
        return services;
    }
}
