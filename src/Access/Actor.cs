namespace SecretsDashboard.Access;

/// <summary>The caller, as the current facts describe them. The five kinds are closed: no other assembly can add one.</summary>
public abstract class Actor
{
    private protected Actor(Standing standing) => Standing = Enum.IsDefined(standing) ? standing : Standing.Unknown;

    /// <summary>Only <see cref="Standing.Good"/> is valid; an undefined value is <see cref="Standing.Unknown"/>.</summary>
    public Standing Standing { get; }
}

/// <summary>A signed-in person.</summary>
/// <remarks>Roles come from stored rows, so values that are not roles, and Super Administrator on a store, are removed here once.</remarks>
public sealed class MemberActor(MemberId id, Standing standing, Roles accountRoles, IReadOnlyDictionary<StoreId, Roles>? storeRoles = null)
    : Actor(standing)
{
    public MemberId Id { get; } = id;
    public Roles AccountRoles { get; } = accountRoles & (Roles.SuperAdministrator | OnStores);
    public IReadOnlyDictionary<StoreId, Roles> StoreRoles { get; } = Counting(storeRoles);

    /// <summary>The union of the roles on single stores.</summary>
    public Roles RolesOnStores { get; } =
        storeRoles is null ? Roles.None : storeRoles.Values.Aggregate(Roles.None, (union, roles) => union | roles) & OnStores;

    /// <summary>The effective roles in one store: those of the account plus those of the
    /// store. Super Administrator can't be held on a store.</summary>
    public Roles RolesIn(StoreId store) => AccountRoles | (StoreRoles.TryGetValue(store, out var granted) ? granted : Roles.None);

    private static Dictionary<StoreId, Roles> Counting(IReadOnlyDictionary<StoreId, Roles>? granted) =>
        granted is null
            ? NoGrants
            : granted
                .Where(grant => (grant.Value & OnStores) != Roles.None)
                .ToDictionary(grant => grant.Key, grant => grant.Value & OnStores);

    private const Roles OnStores = Roles.Admin | Roles.Deployer | Roles.Reporter;
    private static readonly Dictionary<StoreId, Roles> NoGrants = [];
}

/// <summary>A program with an API token.</summary>
/// <param name="level">Null for a token that only administers; an undefined level is treated as null.</param>
/// <param name="stores">Null for the whole account; otherwise only these stores (an empty set reaches nothing).</param>
public sealed class TokenActor(TokenId id, Standing standing, TokenLevel? level, bool administer, IReadOnlySet<StoreId>? stores)
    : Actor(standing)
{
    public TokenId Id { get; } = id;
    public TokenLevel? Level { get; } = level is { } named && Enum.IsDefined(named) ? named : null;
    public bool Administer { get; } = administer;
    public IReadOnlySet<StoreId>? Stores { get; } = stores;
}

/// <summary>A consuming service at run time.</summary>
public sealed class ServiceActor(ServiceId id, Standing standing) : Actor(standing)
{
    public ServiceId Id { get; } = id;
}

/// <summary>A person who can start the program on the server's own files.</summary>
public sealed class ConsoleActor : Actor
{
    private ConsoleActor()
        : base(Standing.Good) { }

    public static ConsoleActor Instance { get; } = new();
}

/// <summary>An unauthenticated caller.</summary>
public sealed class AnonymousActor : Actor
{
    private AnonymousActor()
        : base(Standing.Good) { }

    public static AnonymousActor Instance { get; } = new();
}
