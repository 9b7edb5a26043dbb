using System.Runtime.CompilerServices;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>The time that bUnit waits for an expected state: its default of a second is too
/// short on a slow machine that runs other suites as well.</summary>
internal static class WaitTimeout
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(60);
}
