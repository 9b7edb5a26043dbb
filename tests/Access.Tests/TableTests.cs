using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>Compares the decision table (<c>decisions.md</c>), cell by cell,
/// with the decider and with the rulebook that <c>/roles</c> shows.</summary>
public sealed class TableTests
{
    private static readonly DecisionTable Documented = DecisionTable.Documented;

    [Fact]
    public void Every_act_has_one_row_in_the_decision_table_and_every_row_is_an_act() =>
        Assert.Equal(Acts.Select(act => act.ToString()).Order(), Documented.Acts.Order());

    [Fact]
    public void Every_ground_has_one_column_in_the_decision_table_and_every_column_is_a_ground() =>
        Assert.Equal(Grounded.Keys.Order(), Documented.Columns.Order());

    [Fact]
    public void Every_cell_of_the_decision_table_matches_the_decision()
    {
        var differences =
            from act in Acts
            from column in Documented.Columns
            let written = Documented.Cell(act, column)
            let decided = Decided(act, column)
            where written != decided
            select $"{act} / {column}: the table says '{written}', the decision says '{decided}'";
        Differences.AssertNone(differences);
    }

    [Fact]
    public void The_rulebook_matches_the_decision_table()
    {
        var differences =
            from act in Acts
            let rule = Rulebook.RuleOf(act)
            let grounds = Documented
                .Columns.Where(column => Documented.Allows(act, column))
                .Aggregate(Grounds.None, (set, column) => set | Grounded[column])
            where
                rule.Allowed != grounds
                || rule.ScopeChecked.Contains(act) != Documented.ChecksScope(act)
                || Rulebook.ChecksScope(act) != Documented.ChecksScope(act)
                || (HasRoleOrPermission(rule) && rule.AccountWide != Documented.IsAccountWide(act))
            select $"{act}: the rulebook says {rule.Allowed}, account-wide {rule.AccountWide}; the table says {grounds}";
        Differences.AssertNone(differences);
    }

    [Fact]
    public void Every_act_has_one_rule_in_the_rulebook_and_a_description() =>
        Assert.All(
            Acts,
            act =>
            {
                Assert.Single(Rulebook.Table, rule => rule.Acts.Contains(act));
                Assert.NotEqual("", ActNames.Describe(act));
            }
        );

    [Fact]
    public void A_question_about_an_undefined_act_throws_an_exception() =>
        Assert.All(
            (int[])[0, -1, int.MinValue, int.MaxValue, (int)Acts.Max() + 1],
            number =>
                Assert.StartsWith(
                    "Not an act of the table.",
                    Assert
                        .Throws<ArgumentOutOfRangeException>(() => Ask(Member(Roles.SuperAdministrator), (Act)number, Target.Account))
                        .Message,
                    StringComparison.Ordinal
                )
        );

    private static readonly Dictionary<string, Grounds> Grounded = new()
    {
        ["Super Administrator"] = Grounds.SuperAdministrator,
        ["Admin"] = Grounds.Admin,
        ["Deployer"] = Grounds.Deployer,
        ["Reporter"] = Grounds.Reporter,
        ["Read"] = Grounds.Read,
        ["Bind"] = Grounds.Bind,
        ["Manage"] = Grounds.Manage,
        ["Edit"] = Grounds.Edit,
        ["Administer"] = Grounds.Administer,
        ["service"] = Grounds.Service,
        ["console"] = Grounds.Console,
        ["nobody"] = Grounds.Anonymous,
        ["self"] = Grounds.Self,
    };

    private static bool HasRoleOrPermission(Rule rule) => (rule.Allowed & (Rulebook.EveryRole | Rulebook.EveryPermission)) != Grounds.None;

    private static string Decided(Act act, string column) =>
        column switch
        {
            "Super Administrator" => OfRole(act, Roles.SuperAdministrator),
            "Admin" => OfRole(act, Roles.Admin),
            "Deployer" => OfRole(act, Roles.Deployer),
            "Reporter" => OfRole(act, Roles.Reporter),
            "Read" => OfToken(act, TokenLevel.Read, administer: false),
            "Bind" => OfToken(act, TokenLevel.Bind, administer: false),
            "Manage" => OfToken(act, TokenLevel.Manage, administer: false),
            "Edit" => OfToken(act, TokenLevel.Edit, administer: false),
            "Administer" => OfToken(act, null, administer: true),
            "service" => OfService(act),
            "console" => Ask(ConsoleActor.Instance, act, Target.Account).Allowed ? "✓" : "",
            "nobody" => Ask(AnonymousActor.Instance, act, Target.Account).Allowed ? "✓" : "",
            "self" => Ask(Member(Roles.None), act, Target.Self(Me)).Allowed ? "✓" : "",
            _ => "an unknown column",
        };

    private static string OfRole(Act act, Roles role) => Marks(act, Member(role), Member(Roles.None, onStoreA: role));

    private static string OfToken(Act act, TokenLevel? level, bool administer) =>
        Marks(act, Token(level, administer), Token(level, administer, [StoreA]));

    private static string OfService(Act act) =>
        (
            Ask(Service(), act, Target.BindingOf(MyService, StoreA)).Allowed,
            Ask(Service(), act, Target.BindingOf(OtherService, StoreA)).Allowed
        ) switch
        {
            (true, false) => "own",
            (false, false) => "",
            (_, true) => "bindings of other services too",
        };

    /// <summary>One mark for the whole account and one for a single store; each must hold at all of its targets or at none.</summary>
    private static string Marks(Act act, Actor wide, Actor onStoreA)
    {
        var everywhere = Verdicts(act, wide, Target.Account, Target.Anywhere, Target.In(StoreA), Target.In(StoreB));
        var inside = Verdicts(act, onStoreA, Target.In(StoreA), Target.Anywhere);
        var outside = Verdicts(act, onStoreA, Target.Account, Target.In(StoreB));
        return outside != "·" ? "a right on one store reaches further"
            : (everywhere + inside) is "··" ? ""
            : everywhere + inside;
    }

    private static string Verdicts(Act act, Actor actor, params Target[] targets) =>
        string.Concat(targets.Select(target => Ask(actor, act, target).Allowed ? "✓" : "·").Distinct());
}
