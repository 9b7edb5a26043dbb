using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Web.Api;

/// <summary>The workloads that are mapped to a service: they authenticate with a JWT of their issuer, without a credential.</summary>
internal sealed class WorkloadIdentitiesApi(ApiResponder responder)
{
    private const string All = "/services/{service_id}/workload_identities",
        One = All + "/{workload_identity_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-workload-identities", "List the workloads that are mapped to a service, newest first", typeof(ApiWorkloadIdentity))
            {
                IsList = true,
                Query = ["page", "per_page"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("map-workload-identity", "Map a workload of a trusted issuer to a service", typeof(ApiWorkloadIdentity))
            {
                Body = typeof(NewApiWorkloadIdentity),
            },
            responder.For(MapAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("unmap-workload-identity", "Remove the mapping of a workload to a service"),
            responder.For(UnmapAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var page = call.Query.Page;
        return responder.AnswerPageAsync(
            call,
            new ListWorkloadIdentities(call.Service),
            ServicesApi.NotFound,
            page,
            all => all.Mapped,
            Shape
        );
    }

    private async Task MapAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var workload = body.Single();
        var input = new WorkloadInput(workload?.Text("issuer"), workload?.Text("subject"), workload?.Text("audience"));
        await responder.AnswerAsync(call, new MapWorkloadIdentity(call.Service, input), ServicesApi.NotFound, done => Shape(done.Value));
    }

    private Task UnmapAsync(ApiCall call) =>
        responder.AnswerAsync(
            call,
            new UnmapWorkloadIdentity(call.Service, call.WorkloadIdentity),
            ServicesApi.NotFound,
            _ => (object?)null
        );

    private static ApiWorkloadIdentity Shape(WorkloadIdentityDetail w) =>
        new(
            w.Id.Value,
            w.Issuer,
            w.Subject,
            w.Audience,
            w.IsTrusted ? "active" : "issuer_not_configured",
            Wire.Time(w.Created),
            w.LastUsed is { } at ? Wire.Time(at) : null
        );
}
