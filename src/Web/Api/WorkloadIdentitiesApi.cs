using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Web.Api;

/// <summary>The workloads that are a service: by the JWT of their issuer, without a credential.</summary>
internal sealed class WorkloadIdentitiesApi(ApiDesk desk)
{
    private const string All = "/services/{service_id}/workload_identities", One = All + "/{workload_identity_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapDoor("GET", All, new("list-workload-identities", "The workloads that are a service, the newest first", typeof(ApiWorkloadIdentity))
        { IsList = true, Query = ["page", "per_page"] }, desk.For(ListAsync));
        account.MapDoor("POST", All, new("map-workload-identity", "Map a workload of a trusted issuer to a service", typeof(ApiWorkloadIdentity))
        { Body = typeof(NewApiWorkloadIdentity) }, desk.For(MapAsync));
        account.MapDoor("DELETE", One, new("unmap-workload-identity", "End that a workload is the service"), desk.For(UnmapAsync));
    }

    private Task ListAsync(ApiCall call)
    {
        var page = call.Query.Page;
        return desk.AnswerPageAsync(call, new ListWorkloadIdentities(call.Service), ServicesApi.NotFound, page, all => all.Mapped, Shape);
    }

    private async Task MapAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        var workload = body.Single();
        var input = new WorkloadInput(workload?.Text("issuer"), workload?.Text("subject"), workload?.Text("audience"));
        await desk.AnswerAsync(call, new MapWorkloadIdentity(call.Service, input), ServicesApi.NotFound, done => Shape(done.Value));
    }

    private Task UnmapAsync(ApiCall call) =>
        desk.AnswerAsync(call, new UnmapWorkloadIdentity(call.Service, call.WorkloadIdentity), ServicesApi.NotFound, _ => (object?)null);

    private static ApiWorkloadIdentity Shape(WorkloadIdentityDetail w) => new(w.Id.Value, w.Issuer, w.Subject, w.Audience, w.IsTrusted ? "active" : "issuer_not_configured",
        Wire.Time(w.Created), w.LastUsed is { } at ? Wire.Time(at) : null);
}
