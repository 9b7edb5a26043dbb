using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecretsDashboard.Web.Logs;

/// <summary>Keeps clients from filling the log.</summary>
internal static class LogSetup
{
    public static void AddThrottledLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LogThrottle>();
        builder.Services.AddSingleton<RequestFaults>();
        builder.Services.AddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, ThrottledLoggerFactory>());
    }
}
