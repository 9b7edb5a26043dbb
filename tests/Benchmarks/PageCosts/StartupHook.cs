using System.IO.Pipes;

/// <summary>
/// The runtime loads it into the measured server (DOTNET_STARTUP_HOOKS) and finds it by this name. A client that connects to its pipe
/// receives the number of bytes that are still reachable after a full collection, so the product needs no endpoint for measurements.
/// </summary>
internal static class StartupHook
{
    public const string PipeSetting = "PAGE_COSTS_PIPE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PipeSetting) is { Length: > 0 } name)
        {
            new Thread(() => Answer(name)) { IsBackground = true }.Start();
        }
    }

    private static void Answer(string name)
    {
        while (true)
        {
            using var pipe = new NamedPipeServerStream(name, PipeDirection.Out, 1);
            pipe.WaitForConnection();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var writer = new StreamWriter(pipe);
            writer.Write(GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
