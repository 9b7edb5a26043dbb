using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using SecretsDashboard.Web.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ProductionWebHost))]

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>The whole program in memory, on a new folder, without a signed-in member.</summary>
public sealed class ProductionWebHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("web-server-").FullName;
    private readonly Program _program;

    public ProductionWebHost() => _program = new Program(_folder);

    /// <summary>A browser that follows no redirect and keeps bytes as they come.</summary>
    public HttpClient Client() => _program.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public void Dispose()
    {
        _program.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Program(string folder) : WebApplicationFactory<SecretsDashboard.Web.Shell.App>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSolutionRelativeContentRoot(".");
            builder.UseSetting("Data:Directory", folder);
            builder.UseEnvironment("Production");
        }
    }
}
