using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SecretsDashboard.Web.Api.Workers;

namespace SecretsDashboard.Web.Api;

/// <summary>The writers of the shapes, generated when the program is built.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(Envelope<object>), TypeInfoPropertyName = "Nothing")]
[JsonSerializable(typeof(Envelope<ApiTokenStatus>), TypeInfoPropertyName = "TokenStatus")]
[JsonSerializable(typeof(Envelope<ApiUser>), TypeInfoPropertyName = "User")]
[JsonSerializable(typeof(Envelope<ApiMembership[]>), TypeInfoPropertyName = "Memberships")]
[JsonSerializable(typeof(Envelope<ApiAccount>), TypeInfoPropertyName = "Account")]
[JsonSerializable(typeof(Envelope<ApiAccount[]>), TypeInfoPropertyName = "Accounts")]
[JsonSerializable(typeof(Envelope<ApiToken>), TypeInfoPropertyName = "Token")]
[JsonSerializable(typeof(Envelope<ApiToken[]>), TypeInfoPropertyName = "Tokens")]
[JsonSerializable(typeof(Envelope<ApiPermissionGroup[]>), TypeInfoPropertyName = "PermissionGroups")]
[JsonSerializable(typeof(Envelope<ApiId>), TypeInfoPropertyName = "Id")]
[JsonSerializable(typeof(Envelope<string>), TypeInfoPropertyName = "Text")]
[JsonSerializable(typeof(Envelope<ApiMember>), TypeInfoPropertyName = "Member")]
[JsonSerializable(typeof(Envelope<ApiMember[]>), TypeInfoPropertyName = "Members")]
[JsonSerializable(typeof(Envelope<ApiRole>), TypeInfoPropertyName = "Role")]
[JsonSerializable(typeof(Envelope<ApiRole[]>), TypeInfoPropertyName = "Roles")]
[JsonSerializable(typeof(Envelope<ApiStore>), TypeInfoPropertyName = "Store")]
[JsonSerializable(typeof(Envelope<ApiStore[]>), TypeInfoPropertyName = "Stores")]
[JsonSerializable(typeof(Envelope<ApiSecret>), TypeInfoPropertyName = "Secret")]
[JsonSerializable(typeof(Envelope<ApiSecret[]>), TypeInfoPropertyName = "Secrets")]
[JsonSerializable(typeof(Envelope<ApiQuota>), TypeInfoPropertyName = "Quota")]
[JsonSerializable(typeof(Envelope<ApiService>), TypeInfoPropertyName = "Service")]
[JsonSerializable(typeof(Envelope<ApiService[]>), TypeInfoPropertyName = "Services")]
[JsonSerializable(typeof(Envelope<ApiBinding>), TypeInfoPropertyName = "Binding")]
[JsonSerializable(typeof(Envelope<ApiBinding[]>), TypeInfoPropertyName = "Bindings")]
[JsonSerializable(typeof(Envelope<ApiCredential>), TypeInfoPropertyName = "Credential")]
[JsonSerializable(typeof(Envelope<ApiCredential[]>), TypeInfoPropertyName = "Credentials")]
[JsonSerializable(typeof(Envelope<ApiProviderConfig>), TypeInfoPropertyName = "ProviderConfig")]
[JsonSerializable(typeof(Envelope<ApiProviderConfig[]>), TypeInfoPropertyName = "ProviderConfigs")]
[JsonSerializable(typeof(Envelope<ApiWorkloadIdentity>), TypeInfoPropertyName = "WorkloadIdentity")]
[JsonSerializable(typeof(Envelope<ApiWorkloadIdentity[]>), TypeInfoPropertyName = "WorkloadIdentities")]
[JsonSerializable(typeof(Envelope<ApiDependant[]>), TypeInfoPropertyName = "Dependants")]
[JsonSerializable(typeof(Envelope<ApiUploadedWorker>), TypeInfoPropertyName = "UploadedWorker")]
[JsonSerializable(typeof(Envelope<ApiWorker>), TypeInfoPropertyName = "Worker")]
[JsonSerializable(typeof(Envelope<ApiWorkerSubdomain>), TypeInfoPropertyName = "WorkerSubdomain")]
[JsonSerializable(typeof(Envelope<ApiSubdomain>), TypeInfoPropertyName = "Subdomain")]
[JsonSerializable(typeof(Envelope<ApiWorkerSettings>), TypeInfoPropertyName = "WorkerSettings")]
[JsonSerializable(typeof(Envelope<ApiWorkerSecret[]>), TypeInfoPropertyName = "WorkerSecrets")]
[JsonSerializable(typeof(Envelope<ApiNamespace[]>), TypeInfoPropertyName = "Namespaces")]
[JsonSerializable(typeof(Envelope<ApiDeployments>), TypeInfoPropertyName = "Deployments")]
[JsonSerializable(typeof(Envelope<ApiVersions>), TypeInfoPropertyName = "Versions")]
[JsonSerializable(typeof(Envelope<ApiVersion>), TypeInfoPropertyName = "Version")]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // Nothing of an answer is ever read as HTML (it says so, with nosniff), so only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _ofThread;

    /// <summary>Writes an answer as a whole, so that its length stands in its head.</summary>
    public static void Write<T>(HttpResponse response, Envelope<T> envelope)
    {
        var (buffer, writer) = _ofThread ??= New();
        buffer.ResetWrittenCount();
        writer.Reset();
        JsonSerializer.Serialize(writer, envelope, Info<T>.Of);
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
        public static readonly JsonTypeInfo<Envelope<T>> Of = (JsonTypeInfo<Envelope<T>>)Default.GetTypeInfo(typeof(Envelope<T>))!;
    }
}
