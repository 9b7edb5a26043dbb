using System.Runtime.CompilerServices;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>For how long bUnit waits for what must come: its own second is over too
/// soon on a slow machine with other suites beside this one.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Have() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(60);
}
