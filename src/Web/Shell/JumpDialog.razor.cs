using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Shell;

public sealed partial class JumpDialog
{
    private static readonly NavEntry Account = new("Account", "Your account", "account", SvgIcon.Person);
    private Debouncer? _debouncer;
    private string _text = ""; // Bound: a slow response must not overwrite letters typed since.
    private string _answered = "";
    private bool _isSearching;
    private IReadOnlyList<Destination> _results = [];

    /// <summary>The acts that the member may do, among those that the navigation requires.</summary>
    [Parameter, EditorRequired]
    public IReadOnlySet<Act> Shown { get; set; } = NavEntry.EveryAct;

    [Inject]
    private CurrentMember CurrentMember { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string Summary =>
        _results.Count > 0
            ? _results.Count == 1
                ? "1 result"
                : $"{_results.Count} results"
            : _isSearching
                ? "Searching"
                : "Nothing matches. Try fewer letters.";

    public void Dispose() => _debouncer?.Cancel();

    protected override void OnParametersSet() => _results = [.. Pages(_text)];

    private async Task TypedAsync()
    {
        var text = _text;
        _results = [.. Pages(text)];
        _answered = _results.Count > 0 || text.Trim().Length < 2 ? text : _answered;
        _isSearching = text.Trim().Length > 1;
        _debouncer ??= new Debouncer(Clock);
        if (!await _debouncer.WaitAsync() || !_isSearching)
        {
            return;
        }
        var outcome = await CurrentMember.AskAsync(new FindAnything(text.Trim()));
        if (text == _text)
        {
            (_isSearching, _answered) = (false, text);
            _results = [.. Pages(text), .. outcome is Done<IReadOnlyList<Found>> done ? done.Value.Select(DestinationOf) : []];
        }
    }

    private IEnumerable<Destination> Pages(string text) =>
        NavEntry
            .Visible(Shown)
            .Append(Account)
            .Where(e =>
                e.Title.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)
                || e.Group.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)
            )
            .Select(e => new Destination(e.Icon, e.Title, "Page", e.Href, IsName: false));

    private static Destination DestinationOf(Found found) =>
        found.Kind switch
        {
            FoundKind.Secret => new(SvgIcon.Key, found.Name, $"Secret in {found.Where}", $"secrets/{found.Id}", IsName: true),
            FoundKind.Service => new(SvgIcon.Service, found.Name, $"Service, {found.Where}", $"services/{found.Id}", IsName: true),
            FoundKind.Store => new(SvgIcon.Store, found.Name, "Store", $"secrets?store={found.Id}", IsName: true),
            FoundKind.Member => new(SvgIcon.Person, found.Name, "Member", $"members/{found.Id}", IsName: false),
        };

    /// <summary>A page that can be opened.</summary>
    private sealed record Destination(MarkupString Icon, string Name, string Where, string Href, bool IsName);
}
