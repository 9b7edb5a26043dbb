using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>The other requests of <c>wrangler</c> around an upload. A token that is limited to one store addresses the
/// Workers of that store, every other token those of the account.</summary>
internal sealed class WorkersApi(ApiResponder responder)
{
    public const string NotFound = "worker_not_found";

    private const string All = "/workers/scripts/{script_name}";

    // It is part of the address that wrangler prints, and should deter people from opening it.
    private const string NoSubdomain = "not-served-here";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            "/workers/services/{script_name}",
            new("get-worker-environment", "Always 404: Workers have no environments here, and each upload is one request"),
            responder.For(FindEnvironmentAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/storage/kv/namespaces",
            new("list-kv-namespaces", "Always empty: wrangler asks when it removes a Worker", typeof(ApiNamespace)) { IsList = true },
            responder.For(ListNamespacesAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/workers/durable_objects/namespaces",
            new("list-durable-object-namespaces", "Always empty: wrangler asks when it removes a Worker", typeof(ApiNamespace))
            {
                IsList = true,
            },
            responder.For(ListNamespacesAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            "/workers/services/{script_name}",
            new("remove-worker-service", "Remove a Worker, as wrangler does") { Query = ["force"] },
            responder.For(RemoveAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/workers/subdomain",
            new("get-workers-subdomain", "Get the account's subdomain, where nothing is served", typeof(ApiSubdomain)),
            responder.For(GetSubdomainAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/workers/workers/{script_name}",
            new("get-worker", "Get a Worker by its name", typeof(ApiWorker)),
            responder.For(GetAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            All,
            new("remove-worker", "Remove a Worker; with force, together with its bindings") { Query = ["force"] },
            responder.For(RemoveAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/subdomain",
            new("get-worker-subdomain", "Get whether a Worker is served: never", typeof(ApiWorkerSubdomain)),
            responder.For(GetOwnSubdomainAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All + "/subdomain",
            new("set-worker-subdomain", "Changes nothing: Workers are not served here", typeof(ApiWorkerSubdomain))
            {
                Body = typeof(ApiWorkerSubdomain),
            },
            responder.For(GetOwnSubdomainAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/settings",
            new("get-worker-settings", "Get the metadata of the newest upload", typeof(ApiWorkerSettings)),
            responder.For(GetSettingsAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/secrets",
            new("list-worker-secrets", "Always empty: all secrets are in stores", typeof(ApiWorkerSecret)) { IsList = true },
            responder.For(ListSecretsAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/deployments",
            new("list-deployments", "List the stored uploads, newest first", typeof(ApiDeployments)),
            responder.For(ListDeploymentsAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/versions",
            new("list-versions", "List the stored uploads as versions, newest first", typeof(ApiVersions)),
            responder.For(ListVersionsAsync)
        );
        account.MapApiEndpoint(
            "GET",
            All + "/versions/{version_id}",
            new("get-version", "One upload", typeof(ApiVersion)),
            responder.For(GetVersionAsync)
        );
    }

    private Task FindEnvironmentAsync(ApiCall call) =>
        responder.AnswerAsync(call, new RequestWorkerEnvironment(), NotFound, _ => (object?)null);

    private Task GetSubdomainAsync(ApiCall call) =>
        responder.AnswerAsync(call, new ViewWorkersHosting(), NotFound, _ => new ApiSubdomain(NoSubdomain));

    // wrangler requests a thousand at once; every page is empty.
    private Task ListNamespacesAsync(ApiCall call) =>
        responder.AnswerPageAsync(call, new ViewWorkersHosting(), NotFound, FirstPage, _ => Array.Empty<ApiNamespace>(), n => n);

    private Task GetAsync(ApiCall call) => AnswerAsync(call, Shape);

    private Task GetOwnSubdomainAsync(ApiCall call) => AnswerAsync(call, _ => Unserved);

    private Task GetSettingsAsync(ApiCall call) =>
        AnswerAsync(
            call,
            w =>
                w.Deployments is [var newest, ..]
                    ? new ApiWorkerSettings(Bindings(newest), newest.CompatibilityDate, [.. newest.CompatibilityFlags], Standard, [])
                    : new ApiWorkerSettings([], null, [], Standard, [])
        );

    private async Task ListSecretsAsync(ApiCall call) =>
        await responder.AnswerPageAsync(call, await WorkerAsync(call), NotFound, FirstPage, _ => Array.Empty<ApiWorkerSecret>(), s => s);

    private Task ListDeploymentsAsync(ApiCall call) =>
        AnswerAsync(
            call,
            w => new ApiDeployments([
                .. w.Deployments.Select(d => new ApiDeployment(
                    d.Id,
                    Source,
                    "percentage",
                    d.By,
                    Wire.Time(d.Created),
                    [new ApiDeployedVersion(d.Id, 100)]
                )),
            ])
        );

    private Task ListVersionsAsync(ApiCall call) => AnswerAsync(call, w => new ApiVersions([.. w.Deployments.Select(Version)]));

    private async Task GetVersionAsync(ApiCall call)
    {
        // wrangler prints ids with hyphens, and people copy what it prints.
        var version = ApiCall.IdOrNone(call.Text("version_id").Replace("-", "", StringComparison.Ordinal));
        var operation = new GetWorkerVersion(call.Text("script_name"), await responder.StoreOfWorkersAsync(call), version);
        await responder.AnswerAsync(call, operation, NotFound, done => Version(done.Value));
    }

    private async Task RemoveAsync(ApiCall call)
    {
        var operation = new RemoveWorker(call.Text("script_name"), await responder.StoreOfWorkersAsync(call), call.Query.Force);
        call.Guard(await WorkerAsync(call), worker => EntityTag.Of(Shape(worker)));
        await responder.AnswerAsync(call, operation, NotFound, _ => (object?)null);
    }

    private async Task AnswerAsync<TShape>(ApiCall call, Func<WorkerDetail, TShape> shape) =>
        await responder.AnswerAsync(call, await WorkerAsync(call), NotFound, done => shape(done.Value));

    private async Task<GetWorker> WorkerAsync(ApiCall call) => new(call.Text("script_name"), await responder.StoreOfWorkersAsync(call));

    private static ApiWorker Shape(WorkerDetail w) => new(w.Id.Value, w.Name, Wire.Time(w.Created), Wire.Time(w.Modified), Unserved);

    private static ApiVersion Version(DeploymentRow d) =>
        new(
            d.Id,
            d.Number,
            new ApiVersionMetadata(d.By, Wire.Time(d.Created), Wire.Time(d.Created), Source),
            new ApiVersionResources(
                Bindings(d),
                new ApiVersionScript(d.Id, d.MainModule, [], Source),
                new ApiVersionRuntime(d.CompatibilityDate, [.. d.CompatibilityFlags], Standard)
            )
        );

    private static DeployedApiBinding[] Bindings(DeploymentRow deployment) =>
        [.. deployment.Bindings.Select(b => new DeployedApiBinding(b.Name, b.Type, b.Store?.Value, b.SecretName))];

    // The source of an upload is unknown; "api" would make wrangler warn.
    private const string Source = "upload",
        Standard = "standard";

    private static readonly PageRequest FirstPage = new(1, ApiQuery.UsualSize);

    private static readonly ApiWorkerSubdomain Unserved = new(Enabled: false, PreviewsEnabled: false);
}
