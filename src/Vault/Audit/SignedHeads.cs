namespace SecretsDashboard.Vault.Audit;

/// <summary>Places of chains that somebody vouches for: the rows that start later chains, and heads that were kept outside the database.</summary>
internal sealed class SignedHeads
{
    private readonly Dictionary<string, SortedDictionary<long, (string Code, string By)>> _byChain = [];

    /// <summary>Those of the genuine start rows; what a forged one says does not count, and the walk names it.</summary>
    public static SignedHeads From(IEnumerable<StoredRow> starts, byte[] key, IEnumerable<AuditHead> expected)
    {
        var heads = new SignedHeads();
        foreach (var start in starts.Where(s => s.Number == 1 && s.IsGenuine(key, [])))
        {
            foreach (var (chain, head) in AuditHeads.Parse(start.Details))
            {
                if (AuditHead.Parse($"{chain}:{head}") is { } signed)
                {
                    heads.Add(signed, $"chain {start.Chain}");
                }
            }
        }
        foreach (var head in expected)
        {
            heads.Add(head, "the expected head");
        }
        return heads;
    }

    public IEnumerable<string> Chains => _byChain.Keys.Order(StringComparer.Ordinal);

    /// <summary>The code that was signed for this place and who signed it; null when nobody did.</summary>
    public (string Code, string By)? At(string chain, long number) =>
        _byChain.TryGetValue(chain, out var heads) && heads.TryGetValue(number, out var head) ? head : null;

    /// <summary>The last place of the chain that somebody vouches for.</summary>
    public (long Number, string By)? LastOf(string chain) =>
        _byChain.TryGetValue(chain, out var heads) ? (heads.Last().Key, heads.Last().Value.By) : null;

    private void Add(AuditHead head, string by)
    {
        if (!_byChain.TryGetValue(head.Chain, out var heads))
        {
            _byChain[head.Chain] = heads = [];
        }
        // Two that disagree about one place can't both hold: the expected one is the stricter, since it lay outside the database.
        heads[head.Number] = (head.Code, by);
    }
}
