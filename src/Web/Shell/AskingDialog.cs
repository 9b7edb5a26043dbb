using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Shell;

/// <summary>A dialog that asks the gate. It asks once at a time, and however that ends, the
/// dialog stands there with what was typed, and may ask again. What was typed
/// is not lost unasked: neither by <see cref="CancelAsync"/> nor by going to another page (Escape
/// and the cross are held back in the browser, by <c>unsaved.js</c>).</summary>
public abstract class AskingDialog : ComponentBase, IDisposable
{
    private const string Stumbled = "The server met a fault that is not your doing. It may not have been done: look before you try again.";

    private LeavingHandler? _leaving;

    [Inject]
    protected CurrentMember CurrentMember { get; set; } = null!;

    [Inject]
    private NavigationManager Pages { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private ILogger<AskingDialog> Logger { get; set; } = null!;

    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>True while an answer is awaited: the button that asks is off.</summary>
    protected bool IsAsking { get; private set; }

    /// <summary>Why the last ask was not done; null when it was, or before the first.</summary>
    protected Rejection? Rejection { get; set; }

    /// <summary>Reads what the dialog shows.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    // Before it is drawn: no click is fast enough to leave it unasked.
    protected sealed override void OnInitialized() => _leaving = new LeavingHandler(Pages, Browser, isDialog: true);

    protected sealed override Task OnInitializedAsync() => OnceAsync(LoadAsync);

    /// <summary>Closes the dialog without having done anything, unless something was typed and the person wants to keep it.</summary>
    protected async Task CancelAsync()
    {
        if (!await LeavingHandler.StaysAsync(Browser, "dialog", CancellationToken.None))
        {
            Dialog.Cancel();
        }
    }

    /// <summary>Closes the dialog: what it was for is done. The page may go elsewhere at once, and nobody is asked.</summary>
    protected void Close()
    {
        _leaving?.Dispose();
        Dialog.Close();
    }

    /// <summary>Closes the dialog with what came of it.</summary>
    protected void Close<T>(T result)
    {
        _leaving?.Dispose();
        Dialog.Close(result);
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
            _leaving?.Dispose();
        }
    }

    /// <summary>Does this, unless the dialog is asking already: a second click must not do it twice.</summary>
    protected async Task OnceAsync(Func<Task> ask)
    {
        if (IsAsking)
        {
            return;
        }
        IsAsking = true;
        try
        {
            await ask();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What guards a page does not stand around its dialogs: a fault that is
            // thrown on would end the whole page, with what was typed.
            Rejection = Report(fault);
        }
        finally
        {
            IsAsking = false;
        }
    }

    // No detail: a message could hold what was typed.
    private Rejection Report(Exception fault)
    {
        var id = Guid.NewGuid().ToString("n");
        Logger.LogError("A dialog failed with {Kind}, request id {RequestId}", fault.GetType().Name, id);
        return new Rejection(null, [new Problem("fault", Stumbled)], id);
    }
}
