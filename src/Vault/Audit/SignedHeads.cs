namespace SecretsDashboard.Vault.Audit;

/// <summary>That a row is at its place.</summary>
/// <param name="Before">The id of the row that says so, before which the signed row lies in the log.</param>
internal sealed record Signature(string Code, string By, long Before);

/// <summary>Places of chains that somebody vouches for: the rows that start later
/// chains, and heads that were kept outside the database.</summary>
internal sealed class SignedHeads
{
    private readonly Dictionary<string, SortedDictionary<long, Signature>> _byChain = [];

    /// <summary>Those of the genuine start rows; what a forged one says does not count, and the walk names it.</summary>
    public static SignedHeads From(
        IEnumerable<StoredRow> starts,
        byte[] key,
        IEnumerable<AuditHead> expected,
        IEnumerable<AuditHead> anchored
    )
    {
        var heads = new SignedHeads();
        foreach (var start in starts.Where(s => s.Number == 1 && s.IsGenuine(key, [])))
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

    /// <summary>Those of these heads for which none of the chains among them vouches in its first row.</summary>
    public static List<AuditHead> Unsigned(IReadOnlyCollection<AuditHead> heads, IEnumerable<StoredRow> starts, byte[] key)
    {
        var chains = heads.Select(h => h.Chain).ToHashSet();
        var signed = From(starts.Where(s => chains.Contains(s.Chain)), key, [], []);
        return [.. heads.Where(h => !(signed.LastOf(h.Chain)?.Number >= h.Number))];
    }

    public IEnumerable<string> Chains => _byChain.Keys.Order(StringComparer.Ordinal);

    /// <summary>The code that was signed for this place and who signed it; null when nobody did.</summary>
    public Signature? At(string chain, long number) =>
        _byChain.TryGetValue(chain, out var heads) && heads.TryGetValue(number, out var head) ? head : null;

    /// <summary>The last place of the chain that somebody vouches for.</summary>
    public (long Number, string By)? LastOf(string chain) =>
        _byChain.TryGetValue(chain, out var heads) ? (heads.Last().Key, heads.Last().Value.By) : null;

    private void Add(AuditHead head, string by, long before = long.MaxValue)
    {
        if (!_byChain.TryGetValue(head.Chain, out var heads))
        {
            _byChain[head.Chain] = heads = [];
        }
        // Two that disagree about one place can't both hold: the expected one is the stricter, since it lay outside the database.
        heads[head.Number] = new(head.Code, by, Math.Min(before, heads.GetValueOrDefault(head.Number)?.Before ?? long.MaxValue));
    }
}
