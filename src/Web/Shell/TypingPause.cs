namespace SecretsDashboard.Web.Shell;

/// <summary>Waits until somebody has stopped typing, so that a search (and its audit row) is one per word and not one per letter.</summary>
internal sealed class TypingPause(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200);

    private int _letters;

    /// <summary>True when nothing more was typed in the meantime.</summary>
    public async Task<bool> EndsAsync()
    {
        var mine = ++_letters;
        await Task.Delay(Length, clock);
        return mine == _letters;
    }

    /// <summary>Whatever is awaited no longer matters.</summary>
    public void Forget() => _letters++;
}
