using System.Net.Http.Headers;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Uploads of Workers, as wrangler sends them.</summary>
internal static class Upload
{
    public static WorkerUpload Of(params UploadedBinding[] bindings) =>
        new(
            "index.js",
            "2026-01-01",
            [],
            bindings,
            [],
            [new UploadedModule("index.js", "application/javascript+module", "export default {};"u8.ToArray())]
        );

    public static UploadedBinding Secret(string variable, StoreId store, string name) => new(variable, "secrets_store_secret", store, name);

    /// <summary>The metadata with one module, index.js.</summary>
    public static MultipartFormDataContent Form(string metadata, byte[]? module = null) =>
        Form(metadata, ("index.js", module ?? "export default {};"u8.ToArray()));

    public static MultipartFormDataContent Form(string? metadata, params (string Name, byte[] Content)[] modules)
    {
        var form = new MultipartFormDataContent("between");
        if (metadata is not null)
        {
            form.Add(new StringContent(metadata) { Headers = { ContentType = null } }, "metadata");
        }
        foreach (var (name, content) in modules)
        {
            form.Add(
                new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/javascript+module") } },
                $"\"{name}\"",
                "file.js"
            );
        }
        return form;
    }

    /// <summary>The metadata of one secret's binding.</summary>
    public static string Binding(string variable, StoreId store, string secret) =>
        $$"""{"type":"secrets_store_secret","name":"{{variable}}","store_id":"{{store}}","secret_name":"{{secret}}"}""";

    public static string Metadata(params string[] bindings) =>
        $$"""{"main_module":"index.js","compatibility_date":"2026-01-01","bindings":[{{string.Join(',', bindings)}}]}""";
}
