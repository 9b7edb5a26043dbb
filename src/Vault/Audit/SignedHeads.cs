using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The statement that a row is at its place in a chain.</summary>
/// <param name="Before">The id of the row that makes the statement; the signed row is before it in the log.</param>
internal sealed record Signature(string Code, string By, long Before);

/// <summary>The places of chains that are signed: by the rows that start
/// later chains, or by heads that were kept outside the database.</summary>
internal sealed class SignedHeads
{
    private readonly Dictionary<string, SortedDictionary<long, Signature>> _byChain = [];

    /// <summary>Collects the heads from genuine start rows; forged ones are ignored here, and the walk reports them.</summary>
    public static SignedHeads From(
        IEnumerable<StoredRow> starts,
        AuditKeys keys,
        IEnumerable<AuditHead> expected,
        IEnumerable<AuditHead> anchored
    )
    {
        var heads = new SignedHeads();
        foreach (var start in starts.Where(s => s.KeyOfChain(keys) is not null))
        {
            foreach (var (chain, head) in AuditHeads.Parse(start.Details))
            {
                if (AuditHead.Parse($"{chain}:{head}") is { } signed)
                {
                    heads.Add(signed, $"chain {start.Chain}", start.Id);
                }
            }
        }
        foreach (var head in anchored)
        {
            heads.Add(head, "the anchor");
        }
        foreach (var head in expected)
        {
            heads.Add(head, "the expected head");
        }
        return heads;
    }

    /// <summary>The heads that no other chain of this list has signed in its first row.</summary>
    public static List<AuditHead> Unsigned(IReadOnlyCollection<AuditHead> heads, IEnumerable<StoredRow> starts, AuditKeys keys)
    {
        var chains = heads.Select(h => h.Chain).ToHashSet();
        var signed = From(starts.Where(s => chains.Contains(s.Chain)), keys, [], []);
        return [.. heads.Where(h => !(signed.LastOf(h.Chain)?.Number >= h.Number))];
    }

    public IEnumerable<string> Chains => _byChain.Keys.Order(StringComparer.Ordinal);

    /// <summary>The MAC that was signed for this place, and the signer; null if it was not signed.</summary>
    public Signature? At(string chain, long number) =>
        _byChain.TryGetValue(chain, out var heads) && heads.TryGetValue(number, out var head) ? head : null;

    /// <summary>The last signed place of the chain.</summary>
    public (long Number, string By)? LastOf(string chain) =>
        _byChain.TryGetValue(chain, out var heads) ? (heads.Last().Key, heads.Last().Value.By) : null;

    private void Add(AuditHead head, string by, long before = long.MaxValue)
    {
        if (!_byChain.TryGetValue(head.Chain, out var heads))
        {
            _byChain[head.Chain] = heads = [];
        }
        // If two statements disagree about a place, the expected head is the stricter one, because it was kept outside the database.
        heads[head.Number] = new(head.Code, by, Math.Min(before, heads.GetValueOrDefault(head.Number)?.Before ?? long.MaxValue));
    }
}
