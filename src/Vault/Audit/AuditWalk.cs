using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Verifies every chain row by row, and stops at the first row that is not as it was written.</summary>
internal sealed class AuditWalk(AuditKeys keys, SignedHeads signed)
{
    private readonly HashSet<string> _seen = [];
    private string _chain = "";
    private byte[] _key = keys.Current;
    private long _number;
    private long _id;
    private byte[] _mac = [];
    private long _rows;

    public AuditVerdict Go(IEnumerable<StoredRow> rows, CancellationToken cancel)
    {
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            if ((Enter(row) ?? Check(row)) is { } broken)
            {
                return Verdict(broken);
            }
            (_number, _id, _mac) = (row.Number, row.Id, row.Mac!);
            _rows++;
        }
        return Verdict(FinishChain() ?? MissingChain());
    }

    private AuditVerdict Verdict(BrokenRow? broken) => new(_rows, _seen.Count, broken, new("", null, null));

    /// <summary>Changes to the next chain if the row belongs to one; the previous chain must not end too early.</summary>
    private BrokenRow? Enter(StoredRow row)
    {
        if (row.Chain == _chain)
        {
            return null;
        }
        if (FinishChain() is { } cut)
        {
            return cut;
        }
        _seen.Add(row.Chain);
        (_chain, _number, _id, _mac, _key) = (row.Chain, 0, 0, [], row.KeyOfChain(keys) ?? keys.Current);
        return null;
    }

    private BrokenRow? FinishChain() =>
        signed.LastOf(_chain) is { } last && last.Number > _number
            ? new(
                _chain,
                _number + 1,
                null,
                $"Chain {_chain} ends at row {_number}, but {last.By} has signed row {last.Number}: its end was removed."
            )
            : null;

    private BrokenRow? Check(StoredRow row) =>
        _chain.Split(AuditTail.SetAsideSeparator) is [var claimed, _]
            ? new(
                claimed,
                row.Number,
                row.Id,
                $"Row {row.Id} of the log claims to be row {row.Number} of chain {claimed}, which is unchanged: "
                    + "the claiming row was inserted by hand and set aside."
            )
        : row.Number != _number + 1
            ? new(_chain, _number + 1, null, $"Row {_number + 1} of chain {_chain} is missing: the next one there has number {row.Number}.")
        : !row.IsGenuine(_key, _mac)
            ? new(
                _chain,
                row.Number,
                row.Id,
                $"Row {row.Number} of chain {_chain} (row {row.Id} of the log) was changed or does not belong here: "
                    + "its code does not match."
            )
        : signed.At(_chain, row.Number) is { } head && head.Code != Convert.ToHexStringLower(row.Mac!)
            ? new(
                _chain,
                row.Number,
                row.Id,
                $"Row {row.Number} of chain {_chain} (row {row.Id} of the log) is not the one that {head.By} has signed."
            )
        : row.Id <= _id || row.Id >= signed.At(_chain, row.Number)?.Before
            ? new(
                _chain,
                row.Number,
                row.Id,
                $"Row {row.Number} of chain {_chain} is row {row.Id} of the log, where it was not written: "
                    + "rows were put into another order."
            )
        : null;

    private BrokenRow? MissingChain() =>
        signed.Chains.FirstOrDefault(c => !_seen.Contains(c)) is { } missing
            ? new(
                missing,
                1,
                null,
                $"Chain {missing} is missing as a whole, but {signed.LastOf(missing)!.Value.By} has signed row "
                    + $"{signed.LastOf(missing)!.Value.Number} of it."
            )
            : null;
}
