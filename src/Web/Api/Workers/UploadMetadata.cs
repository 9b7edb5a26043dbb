using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>The metadata part of an upload. Of a binding only the names are read: the value of a secret_text is never a string.</summary>
internal static class UploadMetadata
{
    private const int MaxTypes = 100;

    public static WorkerUpload Read(ApiObject said, IReadOnlyList<UploadedModule> modules) =>
        new(
            said.Text("main_module") ?? said.Text("body_part"),
            said.Text("compatibility_date"),
            said.Texts("compatibility_flags", WorkerUpload.MaxFlags),
            [.. said.Inners("bindings", BindSecret.MaxBindings * 2).Select(Binding)],
            said.Texts("keep_bindings", MaxTypes),
            modules
        );

    private static UploadedBinding Binding(ApiObject said) =>
        new(
            said.Text("name"),
            said.Text("type"),
            new StoreId(ApiCall.IdOrNone(said.Text("store_id"))),
            said.Text("secret_name"),
            said.Text("old_name")
        );
}
