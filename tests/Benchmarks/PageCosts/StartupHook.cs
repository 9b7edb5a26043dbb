using System.IO.Pipes;

/// <summary>
/// Loaded by the runtime into the server that is measured (DOTNET_STARTUP_HOOKS): whoever connects to its pipe gets the bytes that are
/// still reachable after a full collection. The product needs no measuring door of its own for that. The runtime finds it by this name.
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
