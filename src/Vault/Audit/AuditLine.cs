using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Audit;

/// <summary>An audit row before it is added to the chain.</summary>
internal sealed record AuditLine
{
    public required DateTimeOffset At { get; init; }
    public required ActorKind ActorKind { get; init; }
    public string? ActorId { get; init; }
    public string? ActorName { get; init; }
    public string? SessionId { get; init; }
    public string? Address { get; init; }
    public Act? Act { get; init; }
    public string? TargetKind { get; init; }
    public string? TargetId { get; init; }
    public string? TargetName { get; init; }
    public string? RelatedId { get; init; }
    public string? StoreId { get; init; }
    public required CheckResult Authorization { get; init; }
    public required string AuthorizationReason { get; init; }
    public required CheckResult Scope { get; init; }
    public required string ScopeReason { get; init; }
    public required AuditResult Result { get; init; }
    public string? Code { get; init; }
    public required string RequestId { get; init; }
    public string? Details { get; init; }

    /// <summary>The columns that the MAC covers, in its order. Numbers are <see cref="long"/>, everything else is text.</summary>
    public (string Column, object? Value)[] Columns() =>
        [
            (nameof(At), At.ToUnixTimeMilliseconds()),
            (nameof(ActorKind), (long)ActorKind),
            (nameof(ActorId), ActorId),
            (nameof(ActorName), ActorName),
            (nameof(SessionId), SessionId),
            (nameof(Address), Address),
            (nameof(Act), Act?.ToString()),
            (nameof(TargetKind), TargetKind),
            (nameof(TargetId), TargetId),
            (nameof(TargetName), TargetName),
            (nameof(RelatedId), RelatedId),
            (nameof(StoreId), StoreId),
            (nameof(Authorization), (long)Authorization),
            (nameof(AuthorizationReason), AuthorizationReason),
            (nameof(Scope), (long)Scope),
            (nameof(ScopeReason), ScopeReason),
            (nameof(Result), (long)Result),
            (nameof(Code), Code),
            (nameof(RequestId), RequestId),
            (nameof(Details), Details),
        ];

    public static IReadOnlyList<string> ColumnNames { get; } =
    [.. ChainStarted(default, [], isAnchored: false).Columns().Select(c => c.Column)];

    /// <summary>The key among the heads that records that an anchor covers the log's end.</summary>
    public const string AnchorMark = "anchor";

    public static AuditLine ChainStarted(DateTimeOffset at, SortedDictionary<string, string> heads, bool isAnchored) =>
        new()
        {
            At = at,
            ActorKind = ActorKind.Console,
            Authorization = CheckResult.NotApplicable,
            AuthorizationReason = "The program started a chain of audit rows and signed the heads of the earlier ones.",
            Scope = CheckResult.NotApplicable,
            ScopeReason = "",
            Result = AuditResult.Done,
            RequestId = "",
            Details = JsonSerializer.Serialize(isAnchored ? new SortedDictionary<string, string>(heads) { [AnchorMark] = "kept" } : heads),
        };

    /// <summary>Creates the row of one request.</summary>
    public static AuditLine Of(
        CurrentFacts facts,
        ResolvedDemand demand,
        Decision decision,
        AuditNote note,
        AuditResult result,
        string? code,
        string requestId
    ) =>
        new()
        {
            At = facts.Now,
            ActorKind = KindOf(facts.Actor),
            ActorId = IdOf(facts.Actor),
            ActorName = facts.ActorName,
            SessionId = AuditText.Id(facts.Caller.Session?.Value),
            Address = facts.Caller.Address?.ToString(),
            Act = demand.Question.Act,
            TargetKind = note.TargetKind ?? demand.Reference.Kind.ToString(),
            TargetId = AuditText.Id(note.TargetId ?? demand.Reference.Id),
            TargetName = AuditText.Name(note.TargetName ?? (decision.HiddenTarget ? null : demand.TargetName)),
            RelatedId = AuditText.Id(note.RelatedId ?? demand.Reference.SecondId),
            StoreId =
                note.StoreId
                ?? (
                    demand.Question.Target.Kind is Access.TargetKind.Store or Access.TargetKind.ServiceBinding
                        ? demand.Question.Target.Store.Value
                        : facts.Service?.StoreId
                ),
            Authorization = decision.Authorization.Result,
            AuthorizationReason = decision.Authorization.Reason,
            Scope = decision.Scope.Result,
            ScopeReason = decision.Scope.Reason,
            Result = result,
            Code = code,
            RequestId = requestId,
            Details = note.Details,
        };

    private static ActorKind KindOf(Actor actor) =>
        actor switch
        {
            MemberActor => ActorKind.Member,
            TokenActor => ActorKind.Token,
            ServiceActor => ActorKind.Service,
            ConsoleActor => ActorKind.Console,
            _ => ActorKind.Nobody,
        };

    private static string? IdOf(Actor actor) =>
        actor switch
        {
            MemberActor { Id.Value.Length: > 0 } member => member.Id.Value,
            TokenActor { Id.Value.Length: > 0 } token => token.Id.Value,
            ServiceActor service => service.Id.Value,
            _ => null,
        };
}
