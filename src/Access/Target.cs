namespace SecretsDashboard.Access;

/// <summary>What an act is aimed at, as far as rights are concerned.</summary>
public enum TargetKind
{
    /// <summary>The account: only account-wide rights count.</summary>
    Account = 1,
    /// <summary>One store and what lies in it.</summary>
    Store,
    /// <summary>Whatever the actor can reach: the permit then confines the answer to that.</summary>
    Anywhere,
    /// <summary>The asking member themselves.</summary>
    Self,
    /// <summary>A binding of one service.</summary>
    ServiceBinding,
    /// <summary>The id resolved to nothing that exists.</summary>
    Nothing,
}

/// <summary>The resolved target of a question. Made by the factories; the default value is no target and is refused.</summary>
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
    public static Target Nothing { get; } = new(TargetKind.Nothing);
    public static Target In(StoreId store) => new(TargetKind.Store, store);
    public static Target Self(MemberId member) => new(TargetKind.Self, member: member);
    public static Target BindingOf(ServiceId service, StoreId store) => new(TargetKind.ServiceBinding, store, service: service);
}

/// <summary>One question for the decision: who, what, at what, and what the second check needs to know.</summary>
/// <param name="Kind">The consuming service's kind, for acts where a service consumes a secret.</param>
/// <param name="SecretScopes">The secret's scope list as it is now, for the same acts.</param>
public readonly record struct Question(Actor Actor, Act Act, Target Target, Scopes Kind = Scopes.None, Scopes SecretScopes = Scopes.None);
