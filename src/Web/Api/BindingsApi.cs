using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Web.Api;

/// <summary>The secrets that a service reads and their names, and the dependants of a secret.</summary>
internal sealed class BindingsApi(ApiResponder responder)
{
    private const string All = "/services/{service_id}/bindings";

    private static readonly string[] Paging = ["page", "per_page", "name"];

    public void Map(IEndpointRouteBuilder account)
    {
        account.MapApiEndpoint(
            "GET",
            All,
            new("list-bindings", "List the bindings of a service", typeof(ApiBinding))
            {
                IsList = true,
                Query = [.. Paging, "unused_days"],
            },
            responder.For(ListAsync)
        );
        account.MapApiEndpoint(
            "POST",
            All,
            new("bind-secret", "Bind a secret whose scopes include the service's kind", typeof(ApiBinding))
            {
                Body = typeof(NewApiBinding),
            },
            responder.For(BindAsync)
        );
        account.MapApiEndpoint(
            "DELETE",
            All + "/{name}",
            new("unbind-secret", "Remove a binding; the secret stays"),
            responder.For(UnbindAsync)
        );
        account.MapApiEndpoint(
            "GET",
            "/secrets_store/stores/{store_id}/secrets/{secret_id}/bindings",
            new("list-dependants", "List the services that depend on a secret", typeof(ApiDependant)) { IsList = true, Query = Paging },
            responder.For(ListDependantsAsync)
        );
    }

    private Task ListAsync(ApiCall call)
    {
        var (page, unusedDays, name) = (call.Query.Page, call.Query.UnusedDays, call.Query.Name);
        return responder.AnswerPageAsync(
            call,
            new GetService(call.Service, unusedDays),
            ServicesApi.NotFound,
            page,
            service => [.. service.Bindings.Where(b => name is null || b.Variable == name)],
            (BindingRow b) =>
                new ApiBinding(
                    b.Variable,
                    b.Store.Value,
                    b.Secret.Value,
                    b.SecretName,
                    WireName(b.State),
                    Wire.Time(b.Created),
                    Wire.Time(b.LastUsed)
                )
        );
    }

    private async Task BindAsync(ApiCall call)
    {
        using var body = await ApiBody.ReadAsync(call, ApiBody.MaxWithoutValue);
        var binding = body.Single();
        var names = Named.Read(binding);
        await responder.AnswerAsync(
            call,
            names.Bind(call.Service, binding?.Text("name")),
            new Demand(Act.ViewMetadata, TargetReference.To(call.Service)),
            ServicesApi.NotFound,
            names.IsComplete || binding is null ? SecretsApi.NotFound : ProblemMapping.BindingSecretMissing,
            done => new ApiBinding(
                done.Value.Name,
                done.Value.Store.Value,
                done.Value.Secret.Value,
                done.Value.SecretName,
                WireName(BindingState.Live),
                Wire.Time(done.Value.Created),
                null
            )
        );
    }

    /// <summary>The secret in a body: by its id, by its store and its name, or by all three when a binding that was read is
    /// written back.</summary>
    private readonly record struct Named(string? Id, string? Store, string? Name)
    {
        public bool IsComplete => Id is not null || (Store is not null && Name is not null);

        public static Named Read(ApiObject? binding) =>
            new(binding?.Text("secret_id"), binding?.Text("store_id"), binding?.Text("secret_name"));

        public Operation<BoundSecret> Bind(ServiceId service, string? variable) =>
            Id is not null && Store is null && Name is null
                ? new BindSecret(service, new SecretId(ApiCall.IdOrNone(Id)), variable)
                : new BindNamedSecret(
                    service,
                    new StoreId(ApiCall.IdOrNone(Store)),
                    Name,
                    variable,
                    Id is null ? null : new SecretId(ApiCall.IdOrNone(Id))
                );
    }

    private Task UnbindAsync(ApiCall call) =>
        responder.AnswerAsync(call, new UnbindSecret(call.Service, call.Text("name")), ServicesApi.NotFound, _ => (object?)null);

    private Task ListDependantsAsync(ApiCall call)
    {
        var (page, name) = (call.Query.Page, call.Query.Name);
        return responder.AnswerPageAsync(
            call,
            new GetSecret(call.Secret, call.Store),
            SecretsApi.NotFound,
            page,
            secret => [.. secret.Bindings.Where(b => name is null || b.Variable == name)],
            (SecretBinding b) =>
                new ApiDependant(
                    b.Service?.Value,
                    b.ServiceName,
                    Wire.Scopes(b.Kind)[0],
                    b.Variable,
                    b.Broken ? "broken" : "live",
                    Wire.Time(b.Created)
                )
        );
    }

    private static string WireName(BindingState state) =>
        state switch
        {
            BindingState.Live => "live",
            BindingState.SecretDeleted => "secret_deleted",
            BindingState.ScopeNarrowed => "scope_narrowed",
        };
}
