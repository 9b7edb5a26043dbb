namespace SecretsDashboard.Vault.Storage;

/// <summary>The revision during one write transaction: taken at its begin, moved by each change, stored at its end.</summary>
internal sealed class RevisionChanges
{
    private readonly Statements _statements;
    private readonly ReadCache _readCache;
    private readonly Revision _taken;
    private Revision _current;

    /// <summary>Takes the revision; the write lock keeps it until the end of the transaction.</summary>
    public RevisionChanges(Statements statements, ReadCache readCache)
    {
        (_statements, _readCache) = (statements, readCache);
        _current = _taken = Revision.Take(statements);
        readCache.Begin(_taken.Number);
    }

    /// <summary>Moves the revision if the change that just ended touched anything, and evicts what it touched.</summary>
    public void Note()
    {
        var touches = Touches.Take(_statements);
        _readCache.Evict(touches, Touches.TakeLiveSecretsDelta(_statements));
        if (touches.Count > 0)
        {
            var number = _current.Number + 1;
            _current = _current with { Number = number, Rights = touches.Exists(t => t.IsOfRights) ? number : _current.Rights };
        }
    }

    /// <returns>The number of the revision.</returns>
    public long Store()
    {
        if (_current != _taken)
        {
            _current.Move(_statements);
        }
        return _current.Number;
    }
}
