namespace SecretsDashboard.Access;

/// <summary>The stores that a permit opens: every one, or those named. <see cref="Nothing"/> opens none.</summary>
public sealed class Reach
{
    private readonly StoreId[] _stores;

    private Reach(bool everything, StoreId[] stores) => (Everything, _stores) = (everything, stores);

    public static Reach Nothing { get; } = new(false, []);
    internal static Reach Account { get; } = new(true, []);

    /// <summary>True for the whole account, including objects that belong to no store.</summary>
    public bool Everything { get; }

    /// <summary>The stores, if <see cref="Everything"/> is false.</summary>
    public IReadOnlyList<StoreId> Stores => Array.AsReadOnly(_stores); // The array itself could be cast back and changed.

    /// <summary>Whether objects of this store are within reach; null means objects of the account itself.</summary>
    public bool Contains(StoreId? store) => Everything || (store is { } id && Array.IndexOf(_stores, id) >= 0);

    internal static Reach Of(StoreId store) => new(false, [store]);

    internal static Reach Of(IEnumerable<StoreId> stores) => new(false, [.. stores]);
}
