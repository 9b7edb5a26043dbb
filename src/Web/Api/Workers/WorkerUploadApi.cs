using SecretsDashboard.Access;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>The upload of a Worker: the one request in which its bindings, its modules and its service change.</summary>
internal sealed class WorkerUploadApi(ApiDesk desk, VaultLimits limits)
{
    public void Map(IEndpointRouteBuilder account) => account.MapDoor("PUT", "/workers/scripts/{script_name}",
        new("deploy-worker", "Upload a Worker, with the secrets that it binds: both checks on each of them", typeof(ApiUploadedWorker)) { Body = typeof(ApiWorkerMetadata), TakesForm = true, TakesAnyQuery = true }, desk.For(DeployAsync));

    private async Task DeployAsync(ApiCall call)
    {
        var (name, store) = (call.Text("script_name"), await desk.StoreOfWorkersAsync(call));
        // Of whoever may not deploy here, nothing is read: the gate refuses them without it.
        var upload = await desk.MayAsync(call, new Demand(Act.Deploy, Aim.AtUpload(store, name))) ? await ReadAsync(call) : WorkerUpload.Unread;
        await desk.AnswerAsync(call, new DeployWorker(name, store, upload), WorkersApi.NotFound, Shape);
    }

    private async Task<WorkerUpload> ReadAsync(ApiCall call)
    {
        var (metadata, modules) = await new UploadForm(call, limits.WorkerUpload).ReadAsync();
        using var body = call.Problems.Count == 0 ? ApiBody.Of(call, metadata) : null;
        return body?.Single() is { } said ? UploadMetadata.Read(said, modules) : WorkerUpload.Unread;
    }

    private static ApiUploadedWorker Shape(Done<DeployedWorker> done) => new(done.Value.Service.Value, done.Value.Name, done.Value.Deployment, done.Value.Deployment,
        done.Value.Number, done.Value.MainModule, 0, Wire.Time(done.Value.Registered), Wire.Time(done.At));
}
