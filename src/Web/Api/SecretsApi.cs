using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Api;

/// <summary>The secrets of a store: responses contain metadata only, requests may contain values.</summary>
internal sealed class SecretsApi(ApiResponder responder)
{
    public const string NotFound = "secret_not_found";

    private const string All = "/secrets_store/stores/{store_id}/secrets",
        One = All + "/{secret_id}";

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-secrets", "List the metadata of the secrets of a store", typeof(ApiSecret))
            {
                IsList = true,
                Query = ["page", "per_page", "order", "direction", "search", "name", "owner", "scopes", "unused_days"],
                Orders = ["name", "comment", "created", "modified", "status"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("create-secrets", "Create 1 to 100 secrets, all or none", typeof(ApiSecret))
            {
                IsList = true,
                Body = typeof(NewApiSecret),
                AcceptsMany = true,
            },
            responder.For(CreateAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            All,
            new("delete-secrets", "Delete 1 to 100 secrets, all or none; with force, also those that are bound")
            {
                Body = typeof(ApiIds),
                OlderBody = typeof(ApiId),
                Query = ["force"],
                Status = StatusCodes.Status202Accepted,
            },
            responder.For(DeleteManyAsync)
        );
        account.MapApiEndpoint("GET", One, new("get-secret", "Get the metadata of a secret", typeof(ApiSecret)), responder.For(GetAsync));
        account.MapApiEndpoint(
            "PATCH",
            One,
            new("edit-secret", "Edit value, scopes, comment and owner; with force, even if live bindings break", typeof(ApiSecret))
            {
                Body = typeof(ApiSecretEdit),
                Query = ["force"],
            },
            responder.For(EditAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            One,
            new("delete-secret", "Delete a secret; with force, also one that is bound")
            {
                Query = ["force"],
                Status = StatusCodes.Status202Accepted,
            },
            responder.For(DeleteAsync)
        );
        account.MapApiEndpoint(
            "POST",
            One + "/duplicate",
            new("duplicate-secret", "Create a secret with the value of another, which is never shown", typeof(ApiSecret))
            {
                Body = typeof(ApiSecretCopy),
            },
            responder.For(DuplicateAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page;
        var filter = new SecretFilter(
            query.Search,
            call.Store,
            query.Scopes(),
            UnusedDays: query.UnusedDays,
            Name: query.Name,
            Owner: query.Text("owner")
        );
        var order = query.Order(
            SecretOrder.Name,
            ("name", SecretOrder.Name),
            ("comment", SecretOrder.Comment),
            ("created", SecretOrder.Created),
            ("modified", SecretOrder.Modified),
            ("status", SecretOrder.Status)
        );
        return responder.AnswerPageAsync(
            call,
            new ListSecrets(filter, page, order, query.Descending),
            StoresApi.NotFound,
            page,
            s => Shape(new(s.Id, s.Store, s.Name, s.Description, s.Scopes, s.Status, s.Created, s.Modified, s.LastUsed, s.LastUsedBy))
        );
    }

    private async Task CreateAsync(ApiCall call)
    {
        using var body = await responder.ReadAsync(call, new Demand(Act.CreateSecret, TargetReference.To(call.Store)), ApiBody.MaxForMany);
        List<NewSecret> secrets = [];
        try
        {
            Read(body.Many(CreateSecrets.MaxSecrets), secrets);
            await responder.AnswerAsync(
                call,
                new CreateSecrets(call.Store, secrets),
                StoresApi.NotFound,
                done => Created(call.Store, secrets, done)
            );
        }
        finally
        {
            secrets.ForEach(s => s.Value?.Dispose());
        }
    }

    /// <summary>Adds the secrets one by one: if one can't be read, the values before it can still be wiped. A value is read
    /// last, so that no later error can lose it.</summary>
    internal static void Read(IEnumerable<ApiObject> objects, List<NewSecret> into)
    {
        foreach (var o in objects)
        {
            var (name, scopes, description) = (o.Text("name"), o.Scopes("scopes"), SecretDescription.Read(f => o.Text(f.WireName)));
            into.Add(new NewSecret(name, o.Value("value"), scopes, description));
        }
    }

    private static ApiSecret[] Created(StoreId store, List<NewSecret> secrets, Done<IReadOnlyList<SecretId>> done) =>
        [
            .. secrets.Zip(
                done.Value,
                (s, id) => Shape(new(id, store, s.Name!, s.Description, s.Scopes, SecretStatus.Active, done.At, done.At))
            ),
        ];

    private Task GetAsync(ApiCall call) => responder.AnswerAsync(call, Find(call), NotFound, done => Shape(done.Value), tag: TagOf);

    private async Task EditAsync(ApiCall call)
    {
        using var body = await responder.ReadAsync(
            call,
            new Demand(Act.EditSecret, TargetReference.To(call.Secret, call.Store)),
            ApiBody.MaxForOne
        );
        var edit = body.Single();
        using var value = edit?.Has("value") == true ? edit.Value("value") : null;
        var operation = new EditSecret(
            call.Secret,
            Revision: null,
            edit?.Has("value") == true ? new NewValue(value) : null,
            edit?.Has("scopes") == true ? edit.Scopes("scopes") : null,
            SecretDescription.Read(f => edit?.Has(f.WireName) == true ? edit.Text(f.WireName) ?? "" : null),
            call.Query.Force,
            call.Store,
            edit?.Text("name")
        );
        call.Guard(Find(call), TagOf);
        await responder.AnswerAsync(call, operation, NotFound, done => Shape(done.Value.Secret), tag: edited => TagOf(edited.Secret));
    }

    private Task DeleteAsync(ApiCall call)
    {
        call.Guard(Find(call), TagOf);
        return responder.AnswerAsync(
            call,
            new DeleteSecret(call.Secret, call.Query.Force, call.Store),
            NotFound,
            _ => (object?)null,
            StatusCodes.Status202Accepted
        );
    }

    private async Task DeleteManyAsync(ApiCall call)
    {
        using var body = await responder.ReadAsync(
            call,
            new Demand(Act.DeleteSecret, TargetReference.To(call.Store)),
            ApiBody.MaxWithoutValue
        );
        var ids = body.Ids(DeleteSecrets.MaxSecrets).Select(id => new SecretId(ApiCall.IdOrNone(id))).ToList();
        await responder.AnswerAsync(
            call,
            new DeleteSecrets(call.Store, ids, call.Query.Force),
            StoresApi.NotFound,
            _ => (object?)null,
            StatusCodes.Status202Accepted
        );
    }

    private async Task DuplicateAsync(ApiCall call)
    {
        using var body = await responder.ReadAsync(
            call,
            new Demand(Act.DuplicateSecret, TargetReference.To(call.Secret, call.Store)),
            ApiBody.MaxWithoutValue
        );
        var copy = body.Single();
        var operation = new DuplicateSecret(
            call.Secret,
            copy?.Text("name"),
            copy?.Scopes("scopes") ?? Scopes.None,
            SecretDescription.Read(f => copy?.Text(f.WireName)),
            call.Store
        );
        await responder.AnswerAsync(call, operation, NotFound, done => Shape(done.Value));
    }

    private static FindSecret Find(ApiCall call) => new(call.Store, call.Secret);

    private static string TagOf(SecretMetadata secret) => EntityTag.Of(Shape(secret), secret.Revision);

    private static ApiSecret Shape(SecretMetadata secret) =>
        new(
            secret.Id.Value,
            secret.Store.Value,
            secret.Name,
            secret.Description.Comment ?? "",
            secret.Description.Owner is { Length: > 0 } owner ? owner : null,
            Wire.Scopes(secret.Scopes),
            Wire.Status(secret.Status),
            Wire.Time(secret.Created),
            Wire.Time(secret.Modified),
            Wire.Time(secret.LastUsed),
            secret.LastUsedBy?.Value
        );
}
