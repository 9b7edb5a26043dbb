using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Workloads;
using SecretsDashboard.Web.Credentials;
using SecretsDashboard.Web.Shell;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Services;

public sealed partial class IdentityTab
{
    private IReadOnlyList<CredentialDetail>? _credentials;
    private IReadOnlyList<WorkloadIdentityDetail>? _workloads;
    private IReadOnlyList<string> _issuers = [];
    private Decision? _mayIssue,
        _mayRoll,
        _mayRevoke,
        _mayMap,
        _mayUnmap;

    // Kept only here, until the member has stored each value or leaves.
    private readonly List<(NewCredential Credential, bool IsRolled)> _new = [];
    private Rejection? _rejection;
    private string _rejectionTitle = "";
    private RowMenuHost<CredentialDetail>? _credentialMenu;
    private RowMenuHost<WorkloadIdentityDetail>? _workloadMenu;

    [Parameter, EditorRequired]
    public ServiceRow Service { get; set; } = null!;

    /// <summary>The filter of the credentials, in days without use, as in the address.</summary>
    [Parameter]
    public string? Unused { get; set; }

    private int? UnusedDays => LastUseFilter.Days(Unused);

    private bool IsGateway => Service.Kind == Scopes.AiGateway;
    private bool CanMap => !IsGateway && _issuers.Count > 0;
    private List<CredentialDetail> Ending => [.. (_credentials ?? []).Where(c => c.EndsSoon)];

    private string EmptyText =>
        IsGateway ? "An AI gateway reads no values, so no workload can be mapped to it. Its callers use a credential of the gateway."
        : _issuers.Count == 0
            ? "A workload proves itself with a token that its cluster signs, so that no long-lived credential is needed. "
                + "This server trusts no issuer yet: its setting Workloads:Issuers names them."
        : "A workload proves itself with a token that its cluster signs, so that no long-lived credential is needed. "
            + "Map the workload that is this service.";

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        (_rejection, _rejectionTitle) = (null, "");
        await LoadDecisionsAsync();
        if (_mayIssue is { Allowed: true })
        {
            var outcome = await CurrentMember.AskAsync(new ListCredentials(Service.Id, UnusedDays), cancellation);
            _credentials = Show(outcome, "The credentials can't be shown");
        }
        if (_mayMap is { Allowed: true })
        {
            var outcome = await CurrentMember.AskAsync(new ListWorkloadIdentities(Service.Id), cancellation);
            var found = Show(outcome, "The workload identities can't be shown");
            (_workloads, _issuers) = (found?.Mapped, found?.Issuers ?? []);
        }
    }

    private async Task LoadDecisionsAsync()
    {
        var reference = TargetReference.To(Service.Id);
        var may = await CurrentMember.MayAsync(
            new Demand(Act.IssueCredential, reference),
            new Demand(Act.RollCredential, reference),
            new Demand(Act.RevokeCredential, reference),
            new Demand(Act.MapWorkloadIdentity, reference),
            new Demand(Act.UnmapWorkloadIdentity, reference)
        );
        (_mayIssue, _mayRoll, _mayRevoke, _mayMap, _mayUnmap) = (may[0], may[1], may[2], may[3], may[4]);
        _credentials = _mayIssue.Allowed ? _credentials : null; // A member who lost the right no longer sees the list.
        _workloads = _mayMap.Allowed ? _workloads : null;
    }

    private T? Show<T>(Outcome<T> outcome, string title)
        where T : class
    {
        if (Rejection.Of(outcome) is { } rejection)
        {
            (_rejection, _rejectionTitle) = (rejection, title);
        }
        return outcome is Done<T> done ? done.Value : null;
    }

    private async Task OpenMenuAsync(CredentialDetail credential)
    {
        await LoadDecisionsAsync();
        await _credentialMenu!.OpenAsync(credential, credential.Name);
    }

    private async Task OpenMenuAsync(WorkloadIdentityDetail workload)
    {
        await LoadDecisionsAsync();
        await _workloadMenu!.OpenAsync(workload, workload.Subject);
    }

    private async Task IssueAsync()
    {
        var about = new DialogParameters<IssueCredentialDialog> { { d => d.Service, Service } };
        var dialog = await Dialogs.ShowAsync<IssueCredentialDialog>($"Issue a credential of {Service.Name}", about, DialogDefaults.Form);
        await ShowAsync(await dialog.Result, isRolled: false);
    }

    private async Task RollAsync(CredentialDetail credential)
    {
        var about = new DialogParameters<RollCredentialDialog> { { d => d.Credential, credential } };
        var dialog = await Dialogs.ShowAsync<RollCredentialDialog>($"Roll {credential.Name}?", about, DialogDefaults.Form);
        await ShowAsync(await dialog.Result, isRolled: true);
    }

    private async Task ShowAsync(DialogResult? result, bool isRolled)
    {
        if (result is { Canceled: false, Data: NewCredential credential })
        {
            _new.RemoveAll(shown => shown.Credential.Credential.Id == credential.Credential.Id);
            _new.Insert(0, (credential, isRolled));
        }
        await ReloadAsync();
    }

    private async Task RevokeAsync(CredentialDetail credential)
    {
        var about = new DialogParameters<RevokeCredentialDialog> { { d => d.Credential, credential } };
        var dialog = await Dialogs.ShowAsync<RevokeCredentialDialog>($"Revoke {credential.Name}?", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false })
        {
            _new.RemoveAll(shown => shown.Credential.Credential.Id == credential.Id);
        }
        await ReloadAsync();
    }

    private async Task MapAsync()
    {
        var about = new DialogParameters<MapWorkloadDialog> { { d => d.Service, Service }, { d => d.Issuers, _issuers } };
        var dialog = await Dialogs.ShowAsync<MapWorkloadDialog>($"Map a workload to {Service.Name}", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false, Data: WorkloadIdentityDetail mapped })
        {
            Toasts.Done($"{mapped.Subject} is {Service.Name} from its next request on.");
        }
        await ReloadAsync();
    }

    private async Task UnmapAsync(WorkloadIdentityDetail workload)
    {
        var outcome = await CurrentMember.AskAsync(new UnmapWorkloadIdentity(workload.Service, workload.Id));
        if (outcome is Done<Unit>)
        {
            // A workload of an issuer that is no longer trusted could not be mapped again.
            Toasts.Done(
                $"{workload.Subject} removed. It is refused from its next request on.",
                workload.IsTrusted ? () => InvokeAsync(() => MapAgainAsync(workload)) : null
            );
        }
        await ReloadWithAsync(Rejection.Of(outcome), "The workload identity was not removed");
    }

    private async Task MapAgainAsync(WorkloadIdentityDetail workload)
    {
        var outcome = await CurrentMember.AskAsync(
            new MapWorkloadIdentity(workload.Service, new WorkloadInput(workload.Issuer, workload.Subject, workload.Audience))
        );
        await ReloadWithAsync(Rejection.Of(outcome), "The workload was not mapped again");
    }

    // The error stays on the page after the reload.
    private async Task ReloadWithAsync(Rejection? rejection, string title)
    {
        await ReloadAsync();
        if (rejection is not null)
        {
            (_rejection, _rejectionTitle) = (rejection, title);
            StateHasChanged();
        }
    }
}
