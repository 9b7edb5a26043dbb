using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Api;

/// <summary>One request: its caller, the ids in its path, and the errors found so far.</summary>
internal sealed class ApiCall(HttpContext context) : ApiReading
{
    public HttpContext Context { get; } = context;
    public Caller Caller { get; } = ProgramCaller.Of(context);

    /// <summary>The JSON pointer of the body's object to which the operation's problems refer; null when no body is read.</summary>
    public string? Root { get; set; }

    public string Account => Context.Request.RouteValues["account_id"] as string ?? "";
    public StoreId Store => new(IdOf("store_id"));
    public SecretId Secret => new(IdOf("secret_id"));
    public ServiceId Service => new(IdOf("service_id"));
    public CredentialId Credential => new(IdOf("credential_id"));
    public ProviderConfigId ProviderConfig => new(IdOf("config_id"));
    public WorkloadIdentityId WorkloadIdentity => new(IdOf("workload_identity_id"));
    public TokenId Token => new(IdOf("token_id"));

    /// <summary>The id of a member or of an invitation.</summary>
    public string Member => IdOf("member_id");

    public string Role => IdOf("role_id");

    /// <summary>A gateway's name or id.</summary>
    public string Gateway => Text("gateway");

    /// <summary>The request only reads: GET or HEAD.</summary>
    public bool IsReading { get; } = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    /// <summary>Null when the request is unconditional.</summary>
    public RequestConditions? Conditions { get; } = RequestConditions.Of(context.Request);

    /// <summary>The required state of the target of a change; null when the request has no condition, or the target has no tag.</summary>
    public Precondition? Precondition { get; private set; }

    public ApiQuery Query => new(Context.Request.Query, Problems);

    /// <summary>An id in its canonical format; empty for any other text, which is never found.</summary>
    public static string IdOrNone(string? text) =>
        text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef") ? text : "";

    /// <summary>Makes a change conditional on the state in the request's header.</summary>
    /// <param name="reading">The operation that reads the target.</param>
    public void Guard<T>(Reading<T> reading, Func<T, string> tag)
        where T : class
    {
        if (Conditions is { } conditions)
        {
            Precondition = new Precondition<T>(
                reading,
                seen => tag(seen) is var now && !conditions.IfMatchFails(now) && !conditions.IfNoneMatchFails(now)
            );
        }
    }

    /// <summary>Finds the errors of the request outside its body: an unknown parameter of a change, a malformed condition, or
    /// one about a target that has no tag.</summary>
    public void Check()
    {
        if (
            !IsReading
            && Endpoint is { AcceptsAnyQuery: false } endpoint
            && !HttpMethods.IsPost(Context.Request.Method)
            && UnknownParameters() is [var unknown, ..]
        )
        {
            var known = endpoint.Query.Count == 0 ? "It has no parameters." : $"Its parameters are {string.Join(", ", endpoint.Query)}.";
            Problems.Add(
                Problem.Invalid(
                    ProblemMapping.BadQuery,
                    $"{UnknownNames.Parameter(unknown)} is not a parameter of this request. "
                        + $"The request was rejected, because the parameter may have been meant to narrow it. {known}"
                )
            );
        }
        if (Conditions is not { } conditions)
        {
            return;
        }
        if (conditions.Malformed(IsReading) is { } header)
        {
            Problems.Add(Problem.Invalid(ProblemMapping.BadHeader, $"{header} must be * or a list of quoted tags, as in ETag."));
        }
        else if (
            !IsReading
            && Precondition is null
            && Problems.Count == 0
            && (conditions.IfMatchFails(null) || conditions.IfNoneMatchFails(null))
        )
        {
            Problems.Add(Vault.Gate.Precondition.Failed);
        }
    }

    /// <summary>The parts of the request that were not read.</summary>
    public IReadOnlyList<ApiMessage> Notes()
    {
        var parameters = Endpoint is { AcceptsAnyQuery: true } ? [] : UnknownParameters();
        List<string> members = Endpoint is { AcceptsForm: true } ? [] : [.. Objects.SelectMany(o => o.Unread())];
        return parameters.Count + members.Count == 0 ? [] : [.. UnknownNames.OfQuery(parameters), .. UnknownNames.OfBody(members)];
    }

    private ApiEndpointInfo? Endpoint => Context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpointInfo>();

    private List<string> UnknownParameters()
    {
        var query = Context.Request.Query;
        return query.Count == 0 || Endpoint is not { } endpoint
            ? []
            :
            [
                .. query.Keys.Where(k =>
                    !endpoint.Query.Contains(k.EndsWith("[]", StringComparison.Ordinal) ? k[..^2] : k, StringComparer.OrdinalIgnoreCase)
                ),
            ];
    }

    public string Text(string name) => Context.Request.RouteValues[name] as string ?? "";

    private string IdOf(string name) => IdOrNone(Text(name));
}
