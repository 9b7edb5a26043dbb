using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The live connections of pages: their limits, and the checks before them.</summary>
internal static class CircuitSetup
{
    /// <summary>A value of 65,536 bytes is sent as bytes; a text field of that size takes six times as much with the
    /// longest JSON escaping.</summary>
    private const int MaxMessageBytes = 512 * 1024;

    /// <exception cref="Vault.StartupException">A setting is invalid.</exception>
    public static void AddCircuits(this IRazorComponentsBuilder components, IConfiguration configuration)
    {
        components.Services.AddSingleton(OwnOrigins.From(configuration));
        components.Services.AddSingleton(CircuitLimits.From(configuration));
        components.Services.AddSingleton<CircuitSessions>();
        components.Services.AddSingleton<CircuitTermination>();
        components.Services.AddSingleton<ConnectionProblems>();
        components.Services.AddSingleton<CircuitFilter>();
        components.AddInteractiveServerComponents(LimitCircuits).AddHubOptions(LimitMessages);
    }

    /// <summary>Must run between authentication and authorization, so that the session of a rejected request is known.</summary>
    public static void UseOriginCheck(this WebApplication app) => app.UseMiddleware<OriginCheck>();

    /// <summary>Must run after authorization.</summary>
    public static void UseCircuitOwnerCheck(this WebApplication app) => app.UseMiddleware<CircuitOwnerCheck>();

    private static void LimitCircuits(CircuitOptions circuits)
    {
        circuits.DisconnectedCircuitMaxRetained = CircuitLimits.Retained;
        circuits.DisconnectedCircuitRetentionPeriod = CircuitLimits.Retention;
        circuits.PersistedCircuitInMemoryMaxRetained = 0;
        circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
    }

    private static void LimitMessages(HubOptions hub)
    {
        hub.MaximumReceiveMessageSize = MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = 1;
        hub.AddFilter<CircuitFilter>();
    }
}
