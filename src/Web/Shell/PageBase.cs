using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Shell;

/// <summary>
/// A page that loads its data once, when it is interactive: prerendering renders skeletons only, because every load writes an audit row.
/// <see cref="LoadAsync"/> runs again when the address changes (it contains the filters, sort order, page and search) and
/// on <see cref="ReloadAsync"/>.
/// </summary>
public abstract class PageBase : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _load;
    private string? _loadedAddress;

    protected PageBase() => Leaving = _leaving.Token;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>True until the first load is complete: render skeletons.</summary>
    protected bool IsLoading { get; private set; } = true;

    /// <summary>True while a later load runs: render the old rows muted.</summary>
    protected bool IsReloading { get; private set; }

    /// <summary>Cancelled when the member leaves the page.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>Reads the data of the page. The token is cancelled when a newer load starts or the member leaves.</summary>
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
            return; // A change notification may arrive after the member has left.
        }
        using var load = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        var older = _load;
        _load = load; // Set before cancelling: a continuation of the older load must see immediately that it is stale.
        older?.Cancel();
        IsReloading = !IsLoading;
        StateHasChanged();
        try
        {
            await LoadAsync(load.Token);
        }
        catch (OperationCanceledException) when (load.IsCancellationRequested)
        {
            return; // A newer load has taken over, or the page is closed.
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
