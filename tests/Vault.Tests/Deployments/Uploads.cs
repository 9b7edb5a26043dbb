using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Tests.Deployments;

/// <summary>Uploads as an endpoint hands them to the vault.</summary>
internal static class Uploads
{
    public static WorkerUpload Of(params UploadedBinding[] bindings) =>
        new("index.js", "2026-01-01", ["nodejs_compat"], bindings, [], [Module("index.js")]);

    public static UploadedBinding Secret(string variable, StoreId store, string name) => new(variable, "secrets_store_secret", store, name);

    public static UploadedBinding Plain(string name) => new(name, "plain_text");

    public static UploadedBinding Inherit(string name, string? from = null) => new(name, "inherit", OldName: from);

    public static UploadedModule Module(string name, int size = 8) => new(name, "application/javascript+module", new byte[size]);

    /// <summary>Every binding of a service, as "variable secret".</summary>
    public static async Task<IReadOnlyList<string>> BoundAsync(this VaultHost host, ServiceId service)
    {
        await using var db = host.OpenDb();
        return [.. db.Bindings.Where(b => b.ServiceId == service.Value).OrderBy(b => b.Name).Select(b => b.Name + " " + b.SecretName)];
    }

    /// <summary>How many services, bindings, deployments and modules there are.</summary>
    public static async Task<(int, int, int, int)> CountsAsync(this VaultHost host)
    {
        await using var db = host.OpenDb();
        return (db.Services.Count(), db.Bindings.Count(), db.Deployments.Count(), db.DeploymentModules.Count());
    }
}
