using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Shell;

/// <summary>
/// A page that loads its data once, when it is interactive: prerendering draws skeletons only, because every load writes an audit row.
/// <see cref="LoadAsync"/> runs again when the address changes (filters, sort,
/// page and search live in it) and on <see cref="ReloadAsync"/>.
/// </summary>
public abstract class PageBase : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _load;
    private string? _loadedAddress;

    protected PageBase() => Leaving = _leaving.Token;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>True until the first load is done: draw skeletons.</summary>
    protected bool IsLoading { get; private set; } = true;

    /// <summary>True while a later load runs: keep the old rows, drawn muted.</summary>
    protected bool IsReloading { get; private set; }

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>Reads what the page shows. The token is cancelled when a newer load starts or the person leaves.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected override Task OnParametersSetAsync()
    {
        var address = Navigation.Uri.Split('#')[0];
        if (!RendererInfo.IsInteractive || address == _loadedAddress)
        {
            return Task.CompletedTask;
        }
        _loadedAddress = address;
        return ReloadAsync();
    }

    /// <summary>Loads again, for example after a change.</summary>
    protected async Task ReloadAsync()
    {
        if (Leaving.IsCancellationRequested)
        {
            return; // Word of a change may arrive after the person has gone.
        }
        using var load = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        var older = _load;
        _load = load; // Before cancelling: what the older load still runs sees at once that it no longer counts.
        older?.Cancel();
        IsReloading = !IsLoading;
        StateHasChanged();
        try
        {
            await LoadAsync(load.Token);
        }
        catch (OperationCanceledException) when (load.IsCancellationRequested)
        {
            return; // A newer load, or nobody, shows the page now.
        }
        finally
        {
            if (_load == load)
            {
                _load = null;
                IsLoading = IsReloading = false;
            }
        }
        StateHasChanged();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }
}
