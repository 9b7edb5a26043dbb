using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Api;

/// <summary>Stores, and the quota of all of them.</summary>
internal sealed class StoresApi(ApiDesk desk)
{
    public const string NotFound = "store_not_found";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapDoor("GET", "/secrets_store/quota", new("view-quota", "How many secrets the account may hold, and how many it holds", typeof(ApiQuota)), desk.For(QuotaAsync));
        account.MapDoor("GET", "/secrets_store/stores", new("list-stores", "The stores within reach", typeof(ApiStore))
        { IsList = true, Query = ["page", "per_page", "order", "direction", "name"], Orders = ["name", "created", "modified"] }, desk.For(ListAsync));
        account.MapDoor("POST", "/secrets_store/stores", new("create-store", "Create an empty store", typeof(ApiStore)) { Body = typeof(NewApiStore), OlderBody = typeof(NewApiStore) }, desk.For(CreateAsync));
        account.MapDoor("GET", "/secrets_store/stores/{store_id}", new("get-store", "One store", typeof(ApiStore)), desk.For(GetAsync));
        account.MapDoor("DELETE", "/secrets_store/stores/{store_id}", new("delete-store", "Delete a store; with force, also one that is not empty") { Query = ["force"] }, desk.For(DeleteAsync));
    }

    private Task QuotaAsync(ApiCall call) =>
        desk.AnswerAsync(call, new ViewQuota(), NotFound, done => new ApiQuota(new(done.Value.Most, done.Value.Used)));

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var order = query.Order(StoreOrder.Name, ("name", StoreOrder.Name), ("created", StoreOrder.Created), ("modified", StoreOrder.Modified));
        return desk.AnswerPageAsync(call, new PageStores(page, order, query.Descending, query.Name), NotFound, page, Shape);
    }

    private async Task CreateAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.OfWords);
        var name = body.One()?.Text("name");
        var create = new CreateStore(name);
        await (body.IsArray
            ? desk.AnswerAsync(call, create, NotFound, done => new[] { Made(done) })
            : desk.AnswerAsync(call, create, NotFound, Made));

        ApiStore Made(Done<StoreId> done) => Shape(new(done.Value, name!, done.At, done.At));
    }

    private Task GetAsync(ApiCall call) => desk.AnswerAsync(call, new FindStore(call.Store), NotFound, done => Shape(done.Value));

    private Task DeleteAsync(ApiCall call)
    {
        call.Guard(new FindStore(call.Store), store => EntityTag.Of(Shape(store)));
        return desk.AnswerAsync(call, new DeleteStore(call.Store, call.Query.Force), NotFound, _ => (object?)null);
    }

    private ApiStore Shape(StoreMetadata store) => new(store.Id.Value, desk.AccountId, store.Name, Wire.Time(store.Created), Wire.Time(store.Modified));
}
