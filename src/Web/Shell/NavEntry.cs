using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Shell;

/// <summary>One entry of the navigation.</summary>
/// <param name="Group">The heading above the entry; empty for home.</param>
/// <param name="Needs">The entry is hidden from members who may not do this act; null for an entry that every member sees.</param>
internal sealed record NavEntry(string Group, string Title, string Href, MarkupString Icon, Act? Needs = null)
{
    /// <summary>The navigation, in its order.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("", "Home", "", SvgIcon.Home),
        new("Secrets", "Secrets", "secrets", SvgIcon.Key),
        new("Secrets", "Stores", "stores", SvgIcon.Store),
        new("Services", "Services", "services", SvgIcon.Service),
        new("People", "Members", "members", SvgIcon.People, Act.ViewMembers),
        new("People", "Roles", "roles", SvgIcon.Roles),
        new("People", "API tokens", "tokens", SvgIcon.Token),
        new("Insight", "Audit log", "audit", SvgIcon.Audit, Act.ViewAudit),
        new("Insight", "API reference", "api-reference/", SvgIcon.Code),
    ];

    /// <summary>The acts that entries require, for which the layout needs the gate's decision.</summary>
    public static IReadOnlySet<Act> EveryAct { get; } = All.Where(e => e.Needs is not null).Select(e => e.Needs!.Value).ToFrozenSet();

    public static IEnumerable<NavEntry> Visible(IReadOnlySet<Act> allowed) =>
        All.Where(e => e.Needs is not { } act || allowed.Contains(act));
}
