using SecretsDashboard.Vault.Tests.Storage;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace SecretsDashboard.Vault.Tests;

internal static class Program
{
    /// <summary>The tests, or with the word of a writer, a reader or a starter a process that one of them starts.</summary>
    public static Task<int> Main(string[] args) =>
        args is [ReadingProcess.Command, var data, var credential] ? ReadingProcess.RunAsync(data, credential)
        : args is [StartingProcess.Command, var shared] ? StartingProcess.RunAsync(shared)
        : args is [WritingProcess.Command, var folder, var session, var store]
            ? WritingProcess.RunAsync(folder, new SessionId(session), new StoreId(store))
        // xunit would have generated this call.
        : args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);
}
