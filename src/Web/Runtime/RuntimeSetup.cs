using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Http;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The endpoints from which services read the values they are bound to.</summary>
internal static class RuntimeSetup
{
    public const string Path = "/runtime/v1";

    /// <summary>Maps the endpoints below <see cref="Path"/>. ASP.NET allows anonymous access: the gate
    /// checks the credential of each request.</summary>
    public static void MapRuntime(this WebApplication app)
    {
        var (vault, runtime) = (app.Services.GetRequiredService<OpenVault>(), app.MapGroup(Path).AllowAnonymous());
        new OwnBindings(vault.Gate).Map(runtime);
        new ChangesFeed(vault.Gate, vault.Changes, app.Services.GetRequiredService<TimeProvider>(), app.Lifetime).Map(runtime);
    }

    public static void UseRuntime(this WebApplication app)
    {
        var workloads = app.Services.GetRequiredService<WorkloadTokens>();
        app.UsePrograms(Path, context => ProgramCaller.ReadServiceAsync(context, workloads), new RuntimeWriter());
    }
}
