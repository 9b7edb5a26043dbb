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

/// <summary>What an act is aimed at, by id. The default value aims at nothing and is refused.</summary>
public readonly record struct Aim
{
    private Aim(AimKind kind, string? id = null, string? secondId = null, string? within = null, string? name = null) =>
        (Kind, Id, SecondId, Within, Name) = (kind, id, secondId, within, name);

    internal AimKind Kind { get; }
    internal string? Id { get; }
    internal string? SecondId { get; }

    /// <summary>The store that the request names for the target; a target in another store is treated as not
    /// found. Null when the upload had none. Of a gateway's own key: its provider.</summary>
    internal string? Within { get; }

    /// <summary>A secret's name in that store, where its id is not known; the name of an
    /// own binding, or of a Worker; the id of a gateway's key.</summary>
    internal string? Name { get; }

    /// <summary>What an upload binds; null for none.</summary>
    internal UploadedSecrets? Secrets { get; private init; }

    /// <summary>The account as a whole.</summary>
    public static Aim Account { get; } = new(AimKind.Account);

    /// <summary>Whatever the caller can reach; the answer is confined to that.</summary>
    public static Aim Anywhere { get; } = new(AimKind.Anywhere);

    /// <summary>The calling member themselves.</summary>
    public static Aim Self { get; } = new(AimKind.Self);

    /// <summary>The bindings of the calling service as a whole.</summary>
    public static Aim OwnBindings { get; } = new(AimKind.OwnBindings);

    /// <summary>One of the calling service's own bindings, by the name under which it finds the value.</summary>
    public static Aim OwnBinding(string name) => new(AimKind.OwnBinding, name: name);

    /// <summary>One of the calling gateway's own keys.</summary>
    /// <param name="gateway">The name or the id under which it is called; a credential of another one leads to nothing.</param>
    /// <param name="alias">Null for the provider's default key.</param>
    public static Aim OwnProviderKey(string gateway, string provider, string? alias) =>
        new(AimKind.OwnProviderKey, gateway, alias, provider);

    /// <summary>An AI gateway, by its name or its id.</summary>
    public static Aim AtGateway(string gateway) => new(AimKind.Gateway, gateway);

    /// <summary>A gateway that is to use a secret as the key of a provider.</summary>
    public static Aim AtGateway(string gateway, SecretId secret) => new(AimKind.ProviderKey, gateway, secret.Value);

    /// <summary>The same, with the secret that a provider's key is now.</summary>
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
