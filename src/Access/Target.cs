namespace SecretsDashboard.Access;

/// <summary>The kind of an act's target, as far as rights are concerned.</summary>
public enum TargetKind
{
    /// <summary>The id does not exist; also the default. Refused for every caller.</summary>
    Nothing = 0,

    /// <summary>The account: only account-wide rights apply.</summary>
    Account,

    /// <summary>One store and its contents.</summary>
    Store,

    /// <summary>Everything that the actor can reach: the permit then limits the answer to that.</summary>
    Anywhere,

    /// <summary>The calling member.</summary>
    Self,

    /// <summary>A binding of one service, only for resolving its value.</summary>
    ServiceBinding,

    /// <summary>A service itself, only for listing its own bindings.</summary>
    Service,
}

/// <summary>The resolved target of a question. Made by the factories; the default
/// value, and any default id, is <see cref="Nothing"/>.</summary>
public readonly record struct Target
{
    private Target(TargetKind kind, StoreId store = default, MemberId member = default, ServiceId service = default) =>
        (Kind, Store, Member, Service) = (kind, store, member, service);

    public TargetKind Kind { get; }
    public StoreId Store { get; }
    public MemberId Member { get; }
    public ServiceId Service { get; }

    public static Target Account { get; } = new(TargetKind.Account);
    public static Target Anywhere { get; } = new(TargetKind.Anywhere);
    public static Target Nothing => default;

    public static Target In(StoreId store) => IsNo(store.Value) ? Nothing : new(TargetKind.Store, store);

    public static Target Self(MemberId member) => IsNo(member.Value) ? Nothing : new(TargetKind.Self, member: member);

    public static Target Of(ServiceId service) => IsNo(service.Value) ? Nothing : new(TargetKind.Service, service: service);

    /// <param name="service">The service that the binding belongs to.</param>
    /// <param name="store">The store of the bound secret.</param>
    public static Target BindingOf(ServiceId service, StoreId store) =>
        IsNo(service.Value) || IsNo(store.Value) ? Nothing : new(TargetKind.ServiceBinding, store, service: service);

    // Two empty ids are equal, and must not be taken for the same member.
    private static bool IsNo(string? id) => string.IsNullOrEmpty(id);
}

/// <summary>The input of a decision: the actor, the act, the target, and the facts for the second check.</summary>
/// <param name="Kind">The consuming service's kind, for acts where a service consumes a secret.</param>
/// <param name="SecretScopes">The secret's current scopes, for the same acts.</param>
/// <param name="ConsumesNothing">True only for a deployment that was examined and
/// binds no secret: no scope is checked then. It is always set explicitly.</param>
public readonly record struct Question(
    Actor Actor,
    Act Act,
    Target Target,
    Scopes Kind = Scopes.None,
    Scopes SecretScopes = Scopes.None,
    bool ConsumesNothing = false
);
