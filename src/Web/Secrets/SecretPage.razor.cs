using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

public sealed partial class SecretPage
{
    private SecretDetail? _secret;
    private Page<Consumer>? _consumers;
    private List<ActivityRow>? _activity;
    private bool _hasOlder;
    private (Decision? Edit, Decision? Duplicate, Decision? Delete) _may;
    private Rejection? _rejection;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    private SecretId Secret => new(Id);

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var outcome = await CurrentMember.AskAsync(new GetSecret(Secret), cancellation);
        _rejection = Rejection.Of(outcome);
        if (_rejection is { IsHiddenTarget: true })
        {
            Navigation.NotFound();
            return;
        }
        _secret = outcome is Done<SecretDetail> done ? done.Value : null;
        var (reference, tab) = (TargetReference.To(Secret), Tab);
        var may = await CurrentMember.MayAsync(
            new Demand(Act.EditSecret, reference),
            new Demand(Act.DuplicateSecret, reference),
            new Demand(Act.DeleteSecret, reference)
        );
        _may = (may[0], may[1], may[2]);
        if (tab == "access")
        {
            _consumers = await CurrentMember.AskAsync(new ListConsumers(Secret), cancellation) is Done<Page<Consumer>> found
                ? found.Value
                : null;
        }
        if (tab == "activity")
        {
            _activity = null;
            await OlderAsync();
        }
    }

    private async Task OlderAsync()
    {
        var (previous, before) = (_activity, _activity is { Count: > 0 } shown ? shown[^1].Id : (long?)null);
        var outcome = await CurrentMember.AskAsync(new SecretActivity(Secret, before), Leaving);
        _rejection = Rejection.Of(outcome);
        if (_activity != previous || (_activity is { Count: > 0 } now && now[^1].Id != before))
        {
            return; // A second click, or a reload in the meantime, has already handled this.
        }
        if (outcome is Done<IReadOnlyList<ActivityRow>> { Value: var rows })
        {
            (_activity ??= []).AddRange(rows);
            _hasOlder = rows.Count == ActivityRow.PageSize;
        }
    }

    private async Task DuplicateAsync()
    {
        if (await Dialogs.DuplicateAsync(Secret, _secret!.Name) is { } made)
        {
            Navigation.NavigateTo($"secrets/{made}");
        }
        else
        {
            await ReloadAsync(); // It may have been rejected because the roles changed.
        }
    }

    private async Task DeleteAsync()
    {
        if (await Dialogs.DeleteAsync(Secret, _secret!.Name))
        {
            Navigation.NavigateTo("secrets");
        }
        else
        {
            await ReloadAsync();
        }
    }
}
