using SecretsDashboard.Access;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The demand of an operation: an act and its target. The gate resolves the ids to facts.</summary>
public readonly record struct Demand(Act Act, Aim Aim);

internal enum AimKind
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
public readonly record struct Aim
{
    private Aim(AimKind kind, string? id = null, string? secondId = null, string? within = null, string? name = null) =>
        (Kind, Id, SecondId, Within, Name) = (kind, id, secondId, within, name);

    internal AimKind Kind { get; }
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
    public static Aim Account { get; } = new(AimKind.Account);

    /// <summary>Everything that the caller can reach; the answer is limited to that.</summary>
    public static Aim Anywhere { get; } = new(AimKind.Anywhere);

    /// <summary>The calling member.</summary>
    public static Aim Self { get; } = new(AimKind.Self);

    /// <summary>All bindings of the calling service.</summary>
    public static Aim OwnBindings { get; } = new(AimKind.OwnBindings);

    /// <summary>One of the calling service's own bindings, by its name.</summary>
    public static Aim OwnBinding(string name) => new(AimKind.OwnBinding, name: name);

    /// <summary>One of the calling gateway's own keys.</summary>
    /// <param name="gateway">The gateway's name or id in the request; with a credential of another gateway, the key is not found.</param>
    /// <param name="alias">The key's alias; null for the provider's default key.</param>
    public static Aim OwnProviderKey(string gateway, string provider, string? alias) =>
        new(AimKind.OwnProviderKey, gateway, alias, provider);

    /// <summary>An AI gateway, by its name or its id.</summary>
    public static Aim AtGateway(string gateway) => new(AimKind.Gateway, gateway);

    /// <summary>A gateway, and a secret to use as the key of a provider.</summary>
    public static Aim AtGateway(string gateway, SecretId secret) => new(AimKind.ProviderKey, gateway, secret.Value);

    /// <summary>A gateway and the secret that is currently a provider's key.</summary>
    public static Aim AtGateway(string gateway, ProviderConfigId config) => new(AimKind.ProviderKey, gateway, name: config.Value);

    public static Aim At(StoreId store) => new(AimKind.Store, store.Value);

    public static Aim At(SecretId secret, StoreId? within = null) => new(AimKind.Secret, secret.Value, within: within?.Value);

    public static Aim At(ServiceId service) => new(AimKind.Service, service.Value);

    /// <summary>A service consuming a secret: both ids are resolved, the service's kind and the secret's scopes are compared.</summary>
    public static Aim At(ServiceId service, SecretId secret) => new(AimKind.Binding, service.Value, secret.Value);

    /// <summary>A Worker by its name, in a store or, without one, in the account.</summary>
    public static Aim AtWorker(StoreId? store, string? name) => new(AimKind.Worker, within: store?.Value, name: name ?? "");

    /// <summary>The same Worker, which need not exist yet, consuming every secret that an upload binds.</summary>
    internal static Aim At(StoreId? store, string? name, UploadedSecrets secrets) => AtUpload(store, name) with { Secrets = secrets };

    /// <summary>An upload whose bindings are not known yet: whether the caller may deploy at all.</summary>
    public static Aim AtUpload(StoreId? store, string? name) => new(AimKind.Upload, within: store?.Value, name: name ?? "");

    /// <summary>The same, with the secret named by its store and its name.</summary>
    public static Aim At(ServiceId service, StoreId store, string? secretName) =>
        new(AimKind.Binding, service.Value, within: store.Value, name: secretName ?? "");
}
