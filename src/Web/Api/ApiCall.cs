using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>One request: who calls, which ids its path names, and what was found wrong with it so far.</summary>
internal sealed class ApiCall(HttpContext context)
{
    public HttpContext Context { get; } = context;
    public Caller Caller { get; } = ApiCaller.Of(context);

    /// <summary>What is wrong with the query or the body. It is said only after the gate has decided.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The pointer to the object of the body that the operation speaks of; null when no body is read.</summary>
    public string? Root { get; set; }

    public string Account => Context.Request.RouteValues["account_id"] as string ?? "";
    public StoreId Store => new(IdOf("store_id"));
    public SecretId Secret => new(IdOf("secret_id"));
    public ServiceId Service => new(IdOf("service_id"));
    public CredentialId Credential => new(IdOf("credential_id"));
    public ProviderConfigId ProviderConfig => new(IdOf("config_id"));
    public WorkloadIdentityId WorkloadIdentity => new(IdOf("workload_identity_id"));
    public TokenId Token => new(IdOf("token_id"));

    /// <summary>Of a member, or of somebody who is invited.</summary>
    public string Member => IdOf("member_id");

    public string Role => IdOf("role_id");

    /// <summary>A gateway's name or its id.</summary>
    public string Gateway => Text("gateway");

    public ApiQuery Query => new(Context.Request.Query, Problems);

    /// <summary>An id as it is written; empty for anything else, which resolves to nothing.</summary>
    public static string IdOrNone(string? text) => text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef") ? text : "";

    public string Text(string name) => Context.Request.RouteValues[name] as string ?? "";

    private string IdOf(string name) => IdOrNone(Text(name));
}
