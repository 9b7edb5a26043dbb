using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Web.Api;

/// <summary>The services that consume secrets.</summary>
internal sealed class ServicesApi(ApiResponder responder)
{
    public const string NotFound = "service_not_found";

    private const string All = "/services",
        One = All + "/{service_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-services", "List the services within reach", typeof(ApiService))
            {
                IsList = true,
                Query = ["page", "per_page", "order", "direction", "search", "name", "unused_days"],
                Orders = ["name", "kind", "created"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("register-service", "Register a service of the account or of one store", typeof(ApiService))
            {
                Body = typeof(NewApiService),
            },
            responder.For(RegisterAsync)
        );
        account.MapApiEndpoint("GET", One, new("get-service", "Get a service", typeof(ApiService)), responder.For(GetAsync));
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("remove-service", "Remove a service; with force, together with its bindings") { Query = ["force"] },
            responder.For(RemoveAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var order = query.Order(
            ServiceOrder.Name,
            ("name", ServiceOrder.Name),
            ("kind", ServiceOrder.Kind),
            ("created", ServiceOrder.Created)
        );
        return responder.AnswerPageAsync(
            call,
            new ListServices(
                new ServiceFilter(query.Search, UnusedDays: query.UnusedDays, Name: query.Name),
                page,
                order,
                query.Descending
            ),
            NotFound,
            page,
            Shape
        );
    }

    private async Task RegisterAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var service = body.Single();
        var (name, kind) = (service?.Text("name"), service?.Scope("kind") ?? Scopes.None);
        var store = service?.Text("store_id") is { } id ? new StoreId(ApiCall.IdOrNone(id)) : (StoreId?)null;
        await responder.AnswerAsync(
            call,
            new RegisterService(name, kind, store),
            StoresApi.NotFound,
            done => new ApiService(
                done.Value.Value,
                name!,
                Wire.Scopes(kind)[0],
                store?.Value,
                Wire.Time(done.At),
                Wire.Time(done.At),
                null
            )
        );
    }

    private Task GetAsync(ApiCall call) =>
        responder.AnswerAsync(call, new GetService(call.Service), NotFound, done => Shape(done.Value.Service));

    private Task RemoveAsync(ApiCall call)
    {
        call.Guard(new GetService(call.Service), found => EntityTag.Of(Shape(found.Service)));
        return responder.AnswerAsync(call, new RemoveService(call.Service, call.Query.Force), NotFound, _ => (object?)null);
    }

    private static ApiService Shape(ServiceRow s) =>
        new(s.Id.Value, s.Name, Wire.Scopes(s.Kind)[0], s.Store?.Value, Wire.Time(s.Created), Wire.Time(s.Modified), Wire.Time(s.LastUsed));
}
