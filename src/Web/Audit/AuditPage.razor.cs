using Microsoft.AspNetCore.Components;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;
using Found = SecretsDashboard.Vault.Audit.AuditPage;

namespace SecretsDashboard.Web.Audit;

public sealed partial class AuditPage
{
    private Found _page = new([], null, null, false);
    private IReadOnlyList<StoreRow> _stores = [];
    private Rejection? _rejection;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Act { get; set; }

    [SupplyParameterFromQuery]
    public string? Result { get; set; }

    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [SupplyParameterFromQuery]
    public string? Actor { get; set; }

    [SupplyParameterFromQuery]
    public string? About { get; set; }

    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    [SupplyParameterFromQuery]
    public string? Store { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [SupplyParameterFromQuery]
    public string? Changes { get; set; }

    /// <summary>"before." or "after." and a position in the log. Every filter change resets it, as in all lists.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageText { get; set; }

    private AuditQuery Query => new(Q, Act, Result, By, Actor, About, Target, Store, From, To, Changes);

    private DateTimeOffset? StoppedAt => PageText?.StartsWith("after.", StringComparison.Ordinal) == true ? null : _page.Older?.At;

    private string Shown =>
        _page.Rows.Count switch
        {
            0 => "No rows here",
            1 => "1 row",
            var count => $"{count} rows, newest first",
        };

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var outcome = await CurrentMember.AskAsync(new ListAudit(Query.Filter, Cursor("before."), Cursor("after.")), cancellation);
        _rejection = Rejection.Of(outcome);
        _page = outcome is Done<Found> done ? done.Value : new([], null, null, false);
        if (
            _rejection is null
            && _stores.Count == 0
            && await CurrentMember.AskAsync(new ListStores(), cancellation) is Done<IReadOnlyList<StoreRow>> stores
        )
        {
            _stores = stores.Value;
        }
    }

    private AuditCursor? Cursor(string direction) =>
        PageText is { } text && text.StartsWith(direction, StringComparison.Ordinal) ? AuditCursor.Parse(text[direction.Length..]) : null;
}
