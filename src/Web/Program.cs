using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Anonymous;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Api.Reference;
using SecretsDashboard.Web.Exports;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Hosting;
using SecretsDashboard.Web.Logs;
using SecretsDashboard.Web.Runtime;
using SecretsDashboard.Web.Workloads;

// Times and numbers are formatted the same way whatever the machine's culture.
System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
try
{
    var verb = ConsoleVerbs.VerbIn(args);
    // Settings are read once, at startup: watching their folder would react to every write to a database file in it.
    string[] startOnly = ["--hostBuilder:reloadConfigOnChange=false"];
    var builder = WebApplication.CreateBuilder(verb is null ? [.. startOnly, .. args] : startOnly);
    if (verb is not null)
    {
        var options = VaultOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        return await ConsoleVerbs.RunAsync(
            verb,
            options,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            Console.Out,
            CancellationToken.None
        );
    }
    builder.AddHosting();
    builder.AddVaultAndSessions(builder.AddWorkloads(), builder.AddGateway());
    builder.AddThrottledLogs();
    builder.AddAnonymousLimits();
    builder.AddApi();
    builder.AddDashboard();
    builder.AddExports();
    builder.Services.AddApiReference();

    var app = builder.Build();
    // Runs while the pages are mapped: both take a large part of the startup time, and neither needs the other.
    var opening = Task.Run(app.OpenVaultAsync);
    app.UseHosting();
    app.MapApi();
    app.MapApiReference();
    app.MapRuntime();
    app.MapGateway();
    app.MapHealth();
    app.MapDashboard();
    await opening;
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is StartupException or StorageException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
