using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>The outcome that the decision table (<c>decisions.md</c>) documents
/// for one question: an independent second reading, cell by cell.</summary>
/// <param name="Reach">"account", "nothing" or the first letters of the stores; empty when refused.</param>
internal sealed record Expectation(bool Allowed, string Reach)
{
    private static readonly DecisionTable Documented = DecisionTable.Documented;

    public static Expectation Of(Actor actor, Act act, Target target) =>
        target.Kind == TargetKind.Nothing
            ? Refused
            : actor switch
            {
                MemberActor member => OfHolder(
                    act,
                    target,
                    Columns(member.AccountRoles),
                    store => Columns(member.StoreRoles.GetValueOrDefault(store)),
                    member
                ),
                TokenActor { Stores: null } token => OfHolder(act, target, Columns(token), _ => [], null),
                TokenActor { Stores: { } stores } token => OfHolder(
                    act,
                    target,
                    [],
                    store => stores.Contains(store) ? Columns(token) : [],
                    null
                ),
                ServiceActor => Documented.Allows(act, "service") && target.Service == MyService
                    ? new(true, target.Kind == TargetKind.Service ? "nothing" : Letter(target.Store))
                    : Refused,
                ConsoleActor => Documented.Allows(act, "console")
                    ? new(true, target.Kind is TargetKind.Self or TargetKind.Service ? "nothing" : "account")
                    : Refused,
                AnonymousActor => Documented.Allows(act, "nobody") ? new(true, "nothing") : Refused,
                _ => throw new InvalidOperationException("A sixth kind of actor has no expectation yet."),
            };

    /// <summary>Whether the actor may view the act's target. A binding is visible to
    /// actors that can view the store of its secret, where the value is read.</summary>
    public static bool MayView(Actor actor, Act act, Target target) =>
        Of(
            actor,
            Act.ViewMetadata,
            target.Kind == TargetKind.ServiceBinding && Documented.Allows(act, "service") ? Target.In(target.Store) : target
        ).Allowed;

    public static CheckResult Scope(Act act, Scopes kind, Scopes scopes, bool sees) =>
        !Documented.ChecksScope(act) ? CheckResult.NotApplicable
        : sees && SingleScopes.Contains(kind) && scopes.HasFlag(kind) ? CheckResult.Passed
        : CheckResult.Failed;

    public static string Name(bool everything, IEnumerable<StoreId> stores) =>
        everything ? "account"
        : string.Concat(stores.Select(Letter).Order()) is { Length: > 0 } letters ? letters
        : "nothing";

    private static Expectation Refused { get; } = new(false, "");

    private static Expectation OfHolder(Act act, Target target, string[] wide, Func<StoreId, string[]> onStore, MemberActor? member)
    {
        var everywhere = wide.Any(column => Documented.Allows(act, column));
        var stores = Stores.Where(store => onStore(store).Any(column => Documented.AllowsOnStore(act, column))).ToList();
        var isSelf = member is not null && target.Member == member.Id;
        return target.Kind switch
        {
            TargetKind.Account when everywhere => new(true, "account"),
            TargetKind.Store when everywhere && Documented.IsAccountWide(act) => new(true, "account"),
            TargetKind.Store when everywhere || stores.Contains(target.Store) => new(true, Letter(target.Store)),
            TargetKind.Anywhere when everywhere => new(true, "account"),
            TargetKind.Anywhere when stores.Count > 0 => new(true, Name(false, stores)),
            TargetKind.Self when isSelf && (everywhere || stores.Count > 0 || Documented.Allows(act, "self")) => new(true, "nothing"),
            _ => Refused,
        };
    }

    private static string[] Columns(Roles roles) =>
        [
            .. SingleRoles
                .Where(role => roles.HasFlag(role))
                .Select(role => role == Roles.SuperAdministrator ? "Super Administrator" : role.ToString()),
        ];

    private static string[] Columns(TokenActor token) =>
        [.. token.Level is { } level ? (string[])[level.ToString()] : [], .. token.Administer ? (string[])["Administer"] : []];

    private static string Letter(StoreId store) => store.Value[..1];
}
