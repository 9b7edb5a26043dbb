namespace SecretsDashboard.Web.Shell;

/// <summary>Debounces typing, so that there is one search (and audit row) per word and not per letter.</summary>
internal sealed class TypingPause(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200);

    private int _letters;

    /// <summary>Waits; true when nothing more was typed in the meantime.</summary>
    public async Task<bool> EndsAsync()
    {
        var mine = ++_letters;
        await Task.Delay(Length, clock);
        return mine == _letters;
    }

    /// <summary>Discards all pending waits.</summary>
    public void Forget() => _letters++;
}
