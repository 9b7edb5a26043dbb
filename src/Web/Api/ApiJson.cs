using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SecretsDashboard.Web.Api.Workers;

namespace SecretsDashboard.Web.Api;

/// <summary>The serializers of the shapes, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Default
)]
[JsonSerializable(typeof(ApiResponse<object>), TypeInfoPropertyName = "Nothing")]
[JsonSerializable(typeof(ApiResponse<ApiTokenStatus>), TypeInfoPropertyName = "TokenStatus")]
[JsonSerializable(typeof(ApiResponse<ApiUser>), TypeInfoPropertyName = "User")]
[JsonSerializable(typeof(ApiResponse<ApiMembership[]>), TypeInfoPropertyName = "Memberships")]
[JsonSerializable(typeof(ApiResponse<ApiAccount>), TypeInfoPropertyName = "Account")]
[JsonSerializable(typeof(ApiResponse<ApiAccount[]>), TypeInfoPropertyName = "Accounts")]
[JsonSerializable(typeof(ApiResponse<ApiToken>), TypeInfoPropertyName = "Token")]
[JsonSerializable(typeof(ApiResponse<ApiToken[]>), TypeInfoPropertyName = "Tokens")]
[JsonSerializable(typeof(ApiResponse<ApiPermissionGroup[]>), TypeInfoPropertyName = "PermissionGroups")]
[JsonSerializable(typeof(ApiResponse<ApiId>), TypeInfoPropertyName = "Id")]
[JsonSerializable(typeof(ApiResponse<string>), TypeInfoPropertyName = "Text")]
[JsonSerializable(typeof(ApiResponse<ApiMember>), TypeInfoPropertyName = "Member")]
[JsonSerializable(typeof(ApiResponse<ApiMember[]>), TypeInfoPropertyName = "Members")]
[JsonSerializable(typeof(ApiResponse<ApiRole>), TypeInfoPropertyName = "Role")]
[JsonSerializable(typeof(ApiResponse<ApiRole[]>), TypeInfoPropertyName = "Roles")]
[JsonSerializable(typeof(ApiResponse<ApiStore>), TypeInfoPropertyName = "Store")]
[JsonSerializable(typeof(ApiResponse<ApiStore[]>), TypeInfoPropertyName = "Stores")]
[JsonSerializable(typeof(ApiResponse<ApiSecret>), TypeInfoPropertyName = "Secret")]
[JsonSerializable(typeof(ApiResponse<ApiSecret[]>), TypeInfoPropertyName = "Secrets")]
[JsonSerializable(typeof(ApiResponse<ApiQuota>), TypeInfoPropertyName = "Quota")]
[JsonSerializable(typeof(ApiResponse<ApiService>), TypeInfoPropertyName = "Service")]
[JsonSerializable(typeof(ApiResponse<ApiService[]>), TypeInfoPropertyName = "Services")]
[JsonSerializable(typeof(ApiResponse<ApiBinding>), TypeInfoPropertyName = "Binding")]
[JsonSerializable(typeof(ApiResponse<ApiBinding[]>), TypeInfoPropertyName = "Bindings")]
[JsonSerializable(typeof(ApiResponse<ApiCredential>), TypeInfoPropertyName = "Credential")]
[JsonSerializable(typeof(ApiResponse<ApiCredential[]>), TypeInfoPropertyName = "Credentials")]
[JsonSerializable(typeof(ApiResponse<ApiProviderConfig>), TypeInfoPropertyName = "ProviderConfig")]
[JsonSerializable(typeof(ApiResponse<ApiProviderConfig[]>), TypeInfoPropertyName = "ProviderConfigs")]
[JsonSerializable(typeof(ApiResponse<ApiWorkloadIdentity>), TypeInfoPropertyName = "WorkloadIdentity")]
[JsonSerializable(typeof(ApiResponse<ApiWorkloadIdentity[]>), TypeInfoPropertyName = "WorkloadIdentities")]
[JsonSerializable(typeof(ApiResponse<ApiDependant[]>), TypeInfoPropertyName = "Dependants")]
[JsonSerializable(typeof(ApiResponse<ApiUploadedWorker>), TypeInfoPropertyName = "UploadedWorker")]
[JsonSerializable(typeof(ApiResponse<ApiWorker>), TypeInfoPropertyName = "Worker")]
[JsonSerializable(typeof(ApiResponse<ApiWorkerSubdomain>), TypeInfoPropertyName = "WorkerSubdomain")]
[JsonSerializable(typeof(ApiResponse<ApiSubdomain>), TypeInfoPropertyName = "Subdomain")]
[JsonSerializable(typeof(ApiResponse<ApiWorkerSettings>), TypeInfoPropertyName = "WorkerSettings")]
[JsonSerializable(typeof(ApiResponse<ApiWorkerSecret[]>), TypeInfoPropertyName = "WorkerSecrets")]
[JsonSerializable(typeof(ApiResponse<ApiNamespace[]>), TypeInfoPropertyName = "Namespaces")]
[JsonSerializable(typeof(ApiResponse<ApiDeployments>), TypeInfoPropertyName = "Deployments")]
[JsonSerializable(typeof(ApiResponse<ApiVersions>), TypeInfoPropertyName = "Versions")]
[JsonSerializable(typeof(ApiResponse<ApiVersion>), TypeInfoPropertyName = "Version")]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // A response is never read as HTML (because of nosniff), so only JSON's own escapes are needed.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _ofThread;

    /// <summary>Writes a response as a whole, so that it has a Content-Length.</summary>
    public static void Write<T>(HttpResponse response, ApiResponse<T> body)
    {
        var (buffer, writer) = _ofThread ??= New();
        buffer.ResetWrittenCount();
        writer.Reset();
        JsonSerializer.Serialize(writer, body, Info<T>.Of);
        writer.Flush();
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            response.BodyWriter.Write(buffer.WrittenSpan);
        }
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) New()
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }

    private static class Info<T>
    {
        public static readonly JsonTypeInfo<ApiResponse<T>> Of = (JsonTypeInfo<ApiResponse<T>>)Default.GetTypeInfo(typeof(ApiResponse<T>))!;
    }
}
