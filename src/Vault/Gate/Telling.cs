namespace SecretsDashboard.Vault.Gate;

/// <summary>Tells those whose pieces were committed together, on one other thread, one after the other: to wake a thread for each costs more than most answers do.</summary>
internal static class Telling
{
    [ThreadStatic]
    private static bool _isOnThisThread;

    /// <summary>Others still wait here to be told: whoever was just told must not hold them up by writing on this thread.</summary>
    public static bool IsOnThisThread => _isOnThisThread;

    /// <param name="pieces">They are told, and the list may be used again.</param>
    /// <param name="own">Whose asker is the one that calls this.</param>
    public static void Tell(List<Piece> pieces, Piece? own)
    {
        // Another may have written it already, in the moment before this one began to.
        if (own is not null && pieces.Remove(own))
        {
            own.Tell(); // Nobody waits for it yet.
        }
        if (pieces.Count > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(TellAll, pieces.ToArray(), preferLocal: false);
        }
    }

    private static void TellAll(Piece[] pieces)
    {
        _isOnThisThread = true;
        try
        {
            Array.ForEach(pieces, p => p.Tell());
        }
        finally
        {
            _isOnThisThread = false;
        }
    }
}
