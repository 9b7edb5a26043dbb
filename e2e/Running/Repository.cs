using System.Reflection;

namespace SecretsDashboard.E2E.Running;

/// <summary>Paths in the working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>As these tests were built: Debug or Release.</summary>
    public static string Configuration =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;

    /// <summary>The built program, in the same configuration as these tests.</summary>
    public static string Program { get; } = Path.Combine(Root, "src", "Web", "bin", Configuration, "net10.0", "SecretsDashboard.Web.dll");

    /// <summary>A folder for files to inspect after a run; it is ignored by git.</summary>
    public static string Artifacts(string folder) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", folder)).FullName;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecretsDashboard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("These tests run from inside the repository: they start the program built there.");
    }
}
