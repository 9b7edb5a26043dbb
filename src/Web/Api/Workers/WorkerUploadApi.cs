using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>The upload of a Worker: a single request that changes its bindings, its modules and its service.</summary>
internal sealed class WorkerUploadApi(ApiResponder responder, VaultLimits limits)
{
    public void Map(IEndpointRouteBuilder account) =>
        account.MapApiEndpoint(
            "PUT",
            "/workers/scripts/{script_name}",
            new("deploy-worker", "Upload a Worker and bind its secrets, with both checks on each", typeof(ApiUploadedWorker))
            {
                Body = typeof(ApiWorkerMetadata),
                AcceptsForm = true,
                AcceptsAnyQuery = true,
            },
            responder.For(DeployAsync)
        );

    private async Task DeployAsync(ApiCall call)
    {
        var (name, store) = (call.Text("script_name"), await responder.StoreOfWorkersAsync(call));
        // The upload is not read if the caller may not deploy: the gate rejects it without the body.
        var upload = await responder.MayAsync(call, new Demand(Act.Deploy, TargetReference.ToUpload(store, name)))
            ? await ReadAsync(call)
            : WorkerUpload.Unread;
        await responder.AnswerAsync(call, new DeployWorker(name, store, upload), WorkersApi.NotFound, Shape);
    }

    private async Task<WorkerUpload> ReadAsync(ApiCall call)
    {
        var (metadata, modules) = await new UploadForm(call, limits.WorkerUpload).ReadAsync();
        using var body = call.Problems.Count == 0 ? ApiBody.Of(call, metadata) : null;
        return body?.Single() is { } said ? UploadMetadata.Read(said, modules) : WorkerUpload.Unread;
    }

    private static ApiUploadedWorker Shape(Done<DeployedWorker> done) =>
        new(
            done.Value.Service.Value,
            done.Value.Name,
            done.Value.Deployment,
            done.Value.Deployment,
            done.Value.Number,
            done.Value.MainModule,
            0,
            Wire.Time(done.Value.Registered),
            Wire.Time(done.At)
        );
}
