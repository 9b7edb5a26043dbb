namespace SecretsDashboard.Web.Shell;

/// <summary>Debounces typing, so that there is one search (and audit row) per word and not per letter.</summary>
internal sealed class Debouncer(TimeProvider clock)
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private int _version;

    /// <summary>Waits; true when nothing more was typed in the meantime.</summary>
    public async Task<bool> WaitAsync()
    {
        var version = ++_version;
        await Task.Delay(Delay, clock);
        return version == _version;
    }

    /// <summary>Discards all pending waits.</summary>
    public void Cancel() => _version++;
}
