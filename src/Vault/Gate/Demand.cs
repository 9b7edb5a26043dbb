using SecretsDashboard.Access;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The demand of an operation: an act and its target. The gate resolves the ids to facts.</summary>
public readonly record struct Demand(Act Act, TargetReference Target);

internal enum TargetReferenceKind
{
    Account = 1,
    Anywhere,
    Self,
    Store,
    Secret,
    Service,
    Binding,
    OwnBindings,
    OwnBinding,
    Worker,
    Upload,
    Gateway,
    ProviderKey,
    OwnProviderKey,
}

/// <summary>The target of an act, by id. The default value has no target and is refused.</summary>
public readonly record struct TargetReference
{
    private TargetReference(
        TargetReferenceKind kind,
        string? id = null,
        string? secondId = null,
        string? within = null,
        string? name = null
    ) => (Kind, Id, SecondId, Within, Name) = (kind, id, secondId, within, name);

    internal TargetReferenceKind Kind { get; }
    internal string? Id { get; }
    internal string? SecondId { get; }

    /// <summary>The store that the request names for the target; a target in another store is treated as not found. Null if the request
    /// named none. For a gateway's own key: its provider.</summary>
    internal string? Within { get; }

    /// <summary>The name of a secret in that store, if its id is not known; or the name
    /// of an own binding or of a Worker; or the id of a gateway's key.</summary>
    internal string? Name { get; }

    /// <summary>The secrets that an upload binds; null for other acts.</summary>
    internal UploadedSecrets? Secrets { get; private init; }

    /// <summary>The account as a whole.</summary>
    public static TargetReference Account { get; } = new(TargetReferenceKind.Account);

    /// <summary>Everything that the caller can reach; the answer is limited to that.</summary>
    public static TargetReference Anywhere { get; } = new(TargetReferenceKind.Anywhere);

    /// <summary>The calling member.</summary>
    public static TargetReference Self { get; } = new(TargetReferenceKind.Self);

    /// <summary>All bindings of the calling service.</summary>
    public static TargetReference OwnBindings { get; } = new(TargetReferenceKind.OwnBindings);

    /// <summary>One of the calling service's own bindings, by its name.</summary>
    public static TargetReference OwnBinding(string name) => new(TargetReferenceKind.OwnBinding, name: name);

    /// <summary>One of the calling gateway's own keys.</summary>
    /// <param name="gateway">The gateway's name or id in the request; with a credential of another gateway, the key is not found.</param>
    /// <param name="alias">The key's alias; null for the provider's default key.</param>
    public static TargetReference OwnProviderKey(string gateway, string provider, string? alias) =>
        new(TargetReferenceKind.OwnProviderKey, gateway, alias, provider);

    /// <summary>An AI gateway, by its name or its id.</summary>
    public static TargetReference ToGateway(string gateway) => new(TargetReferenceKind.Gateway, gateway);

    /// <summary>A gateway, and a secret to use as the key of a provider.</summary>
    public static TargetReference ToGateway(string gateway, SecretId secret) => new(TargetReferenceKind.ProviderKey, gateway, secret.Value);

    /// <summary>A gateway and the secret that is currently a provider's key.</summary>
    public static TargetReference ToGateway(string gateway, ProviderConfigId config) =>
        new(TargetReferenceKind.ProviderKey, gateway, name: config.Value);

    public static TargetReference To(StoreId store) => new(TargetReferenceKind.Store, store.Value);

    public static TargetReference To(SecretId secret, StoreId? within = null) =>
        new(TargetReferenceKind.Secret, secret.Value, within: within?.Value);

    public static TargetReference To(ServiceId service) => new(TargetReferenceKind.Service, service.Value);

    /// <summary>A service consuming a secret: both ids are resolved, the service's kind and the secret's scopes are compared.</summary>
    public static TargetReference To(ServiceId service, SecretId secret) => new(TargetReferenceKind.Binding, service.Value, secret.Value);

    /// <summary>A Worker by its name, in a store or, without one, in the account.</summary>
    public static TargetReference ToWorker(StoreId? store, string? name) =>
        new(TargetReferenceKind.Worker, within: store?.Value, name: name ?? "");

    /// <summary>The same Worker, which need not exist yet, consuming every secret that an upload binds.</summary>
    internal static TargetReference To(StoreId? store, string? name, UploadedSecrets secrets) =>
        ToUpload(store, name) with
        {
            Secrets = secrets,
        };

    /// <summary>An upload whose bindings are not known yet: whether the caller may deploy at all.</summary>
    public static TargetReference ToUpload(StoreId? store, string? name) =>
        new(TargetReferenceKind.Upload, within: store?.Value, name: name ?? "");

    /// <summary>The same, with the secret named by its store and its name.</summary>
    public static TargetReference To(ServiceId service, StoreId store, string? secretName) =>
        new(TargetReferenceKind.Binding, service.Value, within: store.Value, name: secretName ?? "");
}
