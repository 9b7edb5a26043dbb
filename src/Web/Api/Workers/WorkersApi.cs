using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>What <c>wrangler</c> asks around an upload. A token that is limited to one store names the Workers of that store, every other one those of the account.</summary>
internal sealed class WorkersApi(ApiDesk desk)
{
    public const string NotFound = "worker_not_found";

    private const string All = "/workers/scripts/{script_name}";

    // It stands in the address that wrangler prints: nobody should try to go there.
    private const string NoSubdomain = "not-served-here";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapDoor("GET", "/workers/services/{script_name}", new("get-worker-environment", "Always 404: Workers have no environments here, and each upload is one request"), desk.For(FindEnvironmentAsync));
        account.MapDoor("GET", "/storage/kv/namespaces", new("list-kv-namespaces", "Always empty: wrangler asks when it removes a Worker", typeof(ApiNamespace)) { IsList = true }, desk.For(ListNamespacesAsync));
        account.MapDoor("GET", "/workers/durable_objects/namespaces", new("list-durable-object-namespaces", "Always empty: wrangler asks when it removes a Worker", typeof(ApiNamespace)) { IsList = true }, desk.For(ListNamespacesAsync));
        account.MapDoor("DELETE", "/workers/services/{script_name}", new("remove-worker-service", "Remove a Worker, as wrangler does") { Query = ["force"] }, desk.For(RemoveAsync));
        account.MapDoor("GET", "/workers/subdomain", new("get-workers-subdomain", "Where Workers would be served; nothing is", typeof(ApiSubdomain)), desk.For(GetSubdomainAsync));
        account.MapDoor("GET", "/workers/workers/{script_name}", new("get-worker", "A Worker by its name", typeof(ApiWorker)), desk.For(GetAsync));
        account.MapDoor("DELETE", All, new("remove-worker", "Remove a Worker; with force, together with its bindings") { Query = ["force"] }, desk.For(RemoveAsync));
        account.MapDoor("GET", All + "/subdomain", new("get-worker-subdomain", "Whether a Worker is served; never", typeof(ApiWorkerSubdomain)), desk.For(GetOwnSubdomainAsync));
        account.MapDoor("POST", All + "/subdomain", new("set-worker-subdomain", "Changes nothing: Workers are not served here", typeof(ApiWorkerSubdomain)) { Body = typeof(ApiWorkerSubdomain) }, desk.For(GetOwnSubdomainAsync));
        account.MapDoor("GET", All + "/settings", new("get-worker-settings", "What the newest upload said", typeof(ApiWorkerSettings)), desk.For(GetSettingsAsync));
        account.MapDoor("GET", All + "/secrets", new("list-worker-secrets", "Always empty: secrets lie in stores here", typeof(ApiWorkerSecret)) { IsList = true }, desk.For(ListSecretsAsync));
        account.MapDoor("GET", All + "/deployments", new("list-deployments", "The uploads that are kept, newest first", typeof(ApiDeployments)), desk.For(ListDeploymentsAsync));
        account.MapDoor("GET", All + "/versions", new("list-versions", "The uploads that are kept, newest first, as versions", typeof(ApiVersions)), desk.For(ListVersionsAsync));
        account.MapDoor("GET", All + "/versions/{version_id}", new("get-version", "One upload", typeof(ApiVersion)), desk.For(GetVersionAsync));
    }

    private Task FindEnvironmentAsync(ApiCall call) => desk.AnswerAsync(call, new FindWorkerEnvironment(), NotFound, _ => (object?)null);

    private Task GetSubdomainAsync(ApiCall call) => desk.AnswerAsync(call, new ViewWorkersPlace(), NotFound, _ => new ApiSubdomain(NoSubdomain));

    // wrangler asks for a thousand at once; whichever page it is, there is nothing on it.
    private Task ListNamespacesAsync(ApiCall call) =>
        desk.AnswerPageAsync(call, new ViewWorkersPlace(), NotFound, FirstPage, _ => Array.Empty<ApiNamespace>(), n => n);

    private Task GetAsync(ApiCall call) => AnswerAsync(call, Shape);

    private Task GetOwnSubdomainAsync(ApiCall call) => AnswerAsync(call, _ => Unserved);

    private Task GetSettingsAsync(ApiCall call) => AnswerAsync(call, w => w.Deployments is [var newest, ..]
        ? new ApiWorkerSettings(Bindings(newest), newest.CompatibilityDate, [.. newest.CompatibilityFlags], Standard, [])
        : new ApiWorkerSettings([], null, [], Standard, []));

    private async Task ListSecretsAsync(ApiCall call) =>
        await desk.AnswerPageAsync(call, await WorkerAsync(call), NotFound, FirstPage, _ => Array.Empty<ApiWorkerSecret>(), s => s);

    private Task ListDeploymentsAsync(ApiCall call) => AnswerAsync(call, w => new ApiDeployments([.. w.Deployments.Select(d =>
        new ApiDeployment(d.Id, Source, "percentage", d.By, Wire.Time(d.Created), [new ApiDeployedVersion(d.Id, 100)]))]));

    private Task ListVersionsAsync(ApiCall call) => AnswerAsync(call, w => new ApiVersions([.. w.Deployments.Select(Version)]));

    private async Task GetVersionAsync(ApiCall call)
    {
        // wrangler prints ids with hyphens, and people copy what it prints.
        var version = ApiCall.IdOrNone(call.Text("version_id").Replace("-", "", StringComparison.Ordinal));
        var operation = new GetWorkerVersion(call.Text("script_name"), await desk.StoreOfWorkersAsync(call), version);
        await desk.AnswerAsync(call, operation, NotFound, done => Version(done.Value));
    }

    private async Task RemoveAsync(ApiCall call)
    {
        var operation = new RemoveWorker(call.Text("script_name"), await desk.StoreOfWorkersAsync(call), call.Query.Force);
        call.Guard(await WorkerAsync(call), worker => EntityTag.Of(Shape(worker)));
        await desk.AnswerAsync(call, operation, NotFound, _ => (object?)null);
    }

    private async Task AnswerAsync<TShape>(ApiCall call, Func<WorkerDetail, TShape> shape) =>
        await desk.AnswerAsync(call, await WorkerAsync(call), NotFound, done => shape(done.Value));

    private async Task<GetWorker> WorkerAsync(ApiCall call) => new(call.Text("script_name"), await desk.StoreOfWorkersAsync(call));

    private static ApiWorker Shape(WorkerDetail w) => new(w.Id.Value, w.Name, Wire.Time(w.Created), Wire.Time(w.Modified), Unserved);

    private static ApiVersion Version(DeploymentRow d) => new(d.Id, d.Number, new ApiVersionMetadata(d.By, Wire.Time(d.Created), Wire.Time(d.Created), Source),
        new ApiVersionResources(Bindings(d), new ApiVersionScript(d.Id, d.MainModule, [], Source), new ApiVersionRuntime(d.CompatibilityDate, [.. d.CompatibilityFlags], Standard)));

    private static DeployedApiBinding[] Bindings(DeploymentRow deployment) => [.. deployment.Bindings.Select(b => new DeployedApiBinding(b.Name, b.Type, b.Store?.Value, b.SecretName))];

    // Where an upload comes from can't be told from the upload; "api" would make wrangler warn.
    private const string Source = "upload", Standard = "standard";

    private static readonly PageRequest FirstPage = new(1, ApiQuery.UsualSize);

    private static readonly ApiWorkerSubdomain Unserved = new(Enabled: false, PreviewsEnabled: false);
}
