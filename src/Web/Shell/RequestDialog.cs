using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Shell;

/// <summary>A dialog that sends requests to the gate: one at a time. After a rejection or an error the dialog stays open
/// with its input, for another attempt. Input is discarded only after a confirmation, both by <see cref="CancelAsync"/> and
/// by navigation (<c>unsaved.js</c> intercepts Escape and the close button in the browser).</summary>
public abstract class RequestDialog : ComponentBase, IDisposable
{
    private const string UnexpectedFault =
        "The server met a fault that is not your doing. It may not have been done: look before you try again.";

    private LeavingHandler? _leaving;

    [Inject]
    protected CurrentMember CurrentMember { get; set; } = null!;

    [Inject]
    private NavigationManager Pages { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private ILogger<RequestDialog> Logger { get; set; } = null!;

    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>True while a response is awaited: the submit button is disabled.</summary>
    protected bool IsRunning { get; private set; }

    /// <summary>The result of the last request when it failed; null after success and before the first request.</summary>
    protected Rejection? Rejection { get; set; }

    /// <summary>Reads the data of the dialog.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    // Registered before the first rendering, so that no click can leave the dialog without a confirmation.
    protected sealed override void OnInitialized() => _leaving = new LeavingHandler(Pages, Browser, isDialog: true);

    protected sealed override Task OnInitializedAsync() => OnceAsync(LoadAsync);

    /// <summary>Closes the dialog without a result, unless the member wants to keep the unsaved input.</summary>
    protected async Task CancelAsync()
    {
        if (!await LeavingHandler.ShouldStayAsync(Browser, "dialog", CancellationToken.None))
        {
            Dialog.Cancel();
        }
    }

    /// <summary>Closes the dialog after success. The page may navigate immediately, without a confirmation.</summary>
    protected void Close()
    {
        _leaving?.Dispose();
        Dialog.Close();
    }

    /// <summary>Closes the dialog with its result.</summary>
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

    /// <summary>Runs the request, unless one is already in progress: a second click must not repeat it.</summary>
    protected async Task OnceAsync(Func<Task> request)
    {
        if (IsRunning)
        {
            return;
        }
        IsRunning = true;
        try
        {
            await request();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The error boundary of a page does not include its dialogs: an unhandled fault would end the whole page, with its input.
            Rejection = Report(fault);
        }
        finally
        {
            IsRunning = false;
        }
    }

    // No details: a message could contain the input.
    private Rejection Report(Exception fault)
    {
        var id = Guid.NewGuid().ToString("n");
        Logger.LogError("A dialog failed with {Kind}, request id {RequestId}", fault.GetType().Name, id);
        return new Rejection(null, [Problem.Fault("fault", UnexpectedFault)], id);
    }
}
