using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Api;

/// <summary>The stores, and the quota of the account.</summary>
internal sealed class StoresApi(ApiResponder responder)
{
    public const string NotFound = "store_not_found";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            "/secrets_store/quota",
            new("view-quota", "Get the account's limit of secrets and their number", typeof(ApiQuota)),
            responder.For(QuotaAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/secrets_store/stores",
            new("list-stores", "List the stores within reach", typeof(ApiStore))
            {
                IsList = true,
                Query = ["page", "per_page", "order", "direction", "name"],
                Orders = ["name", "created", "modified"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            "/secrets_store/stores",
            new("create-store", "Create an empty store", typeof(ApiStore)) { Body = typeof(NewApiStore), OlderBody = typeof(NewApiStore) },
            responder.For(CreateAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/secrets_store/stores/{store_id}",
            new("get-store", "Get a store", typeof(ApiStore)),
            responder.For(GetAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            "/secrets_store/stores/{store_id}",
            new("delete-store", "Delete a store; with force, also one that is not empty") { Query = ["force"] },
            responder.For(DeleteAsync)
        );
    }

    private Task QuotaAsync(ApiCall call) =>
        responder.AnswerAsync(call, new ViewQuota(), NotFound, done => new ApiQuota(new(done.Value.Max, done.Value.Used)));

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var order = query.Order(
            StoreOrder.Name,
            ("name", StoreOrder.Name),
            ("created", StoreOrder.Created),
            ("modified", StoreOrder.Modified)
        );
        return responder.AnswerPageAsync(call, new PageStores(page, order, query.Descending, query.Name), NotFound, page, Shape);
    }

    private async Task CreateAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var name = body.One()?.Text("name");
        var create = new CreateStore(name);
        await (
            body.IsArray
                ? responder.AnswerAsync(call, create, NotFound, done => new[] { Made(done) })
                : responder.AnswerAsync(call, create, NotFound, Made)
        );

        ApiStore Made(Done<StoreId> done) => Shape(new(done.Value, name!, done.At, done.At));
    }

    private Task GetAsync(ApiCall call) => responder.AnswerAsync(call, new FindStore(call.Store), NotFound, done => Shape(done.Value));

    private Task DeleteAsync(ApiCall call)
    {
        call.Guard(new FindStore(call.Store), store => EntityTag.Of(Shape(store)));
        return responder.AnswerAsync(call, new DeleteStore(call.Store, call.Query.Force), NotFound, _ => (object?)null);
    }

    private ApiStore Shape(StoreMetadata store) =>
        new(store.Id.Value, responder.AccountId, store.Name, Wire.Time(store.Created), Wire.Time(store.Modified));
}
