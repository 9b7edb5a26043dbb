using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The live connections of pages: their limits, and what stands before them.</summary>
internal static class CircuitSetup
{
    /// <summary>65,536 bytes of a value reach the server as bytes; a text field of that
    /// size in the worst JSON escaping is six times as long.</summary>
    private const int MaxMessageBytes = 512 * 1024;

    /// <exception cref="Vault.StartupException">A setting makes no sense.</exception>
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

    /// <summary>Goes between authentication and authorization: it says of which session a refused request was.</summary>
    public static void UseOriginCheck(this WebApplication app) => app.UseMiddleware<OriginCheck>();

    /// <summary>Goes after authorization.</summary>
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
