namespace SecretsDashboard.Web.Shell;

/// <summary>A command of the server's own console, as it is typed in the folder of the running program.</summary>
internal static class ConsoleCommand
{
    private static readonly string Program = ProgramOf(Environment.ProcessPath);

    /// <param name="words">The command and its arguments.</param>
    public static string Of(string words) => $"{Program} {words}";

    private static string ProgramOf(string? process) =>
        Path.GetFileNameWithoutExtension(process) is "dotnet" or null
            ? $"dotnet {typeof(ConsoleCommand).Assembly.GetName().Name}.dll"
            : $"./{Path.GetFileName(process)}";
}
