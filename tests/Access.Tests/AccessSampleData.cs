namespace SecretsDashboard.Access.Tests;

/// <summary>A small account: three stores, two members, two services.</summary>
internal static class AccessSampleData
{
    public static readonly StoreId StoreA = new("a0000000000000000000000000000000");
    public static readonly StoreId StoreB = new("b0000000000000000000000000000000");
    public static readonly StoreId StoreC = new("c0000000000000000000000000000000");
    public static readonly MemberId Me = new("10000000000000000000000000000000");
    public static readonly MemberId AnotherMember = new("20000000000000000000000000000000");
    public static readonly ServiceId MyService = new("30000000000000000000000000000000");
    public static readonly ServiceId OtherService = new("40000000000000000000000000000000");

    public static IReadOnlyList<StoreId> Stores { get; } = [StoreA, StoreB, StoreC];
    public static IReadOnlyList<Act> Acts { get; } = Enum.GetValues<Act>();
    public static IReadOnlyList<Roles> SingleRoles { get; } = [.. Enum.GetValues<Roles>().Where(role => role != Roles.None)];
    public static IReadOnlyList<Roles> RoleSets { get; } = [.. Enumerable.Range(0, 16).Select(bits => (Roles)bits)];
    public static IReadOnlyList<Scopes> SingleScopes { get; } = [.. Enum.GetValues<Scopes>().Where(scope => scope != Scopes.None)];
    public static IReadOnlyList<Scopes> ScopeSets { get; } = [.. Enumerable.Range(0, 64).Select(bits => (Scopes)bits)];
    public static IReadOnlyList<TokenLevel?> Levels { get; } = [null, .. Enum.GetValues<TokenLevel>()];
    public static IReadOnlyList<Standing> BadStandings { get; } =
    [0, (Standing)99, .. Enum.GetValues<Standing>().Where(standing => standing != Standing.Good)];

    /// <summary>Every kind of target, of which some are the actor's own and some are not.</summary>
    public static IReadOnlyList<Target> Targets { get; } =
    [
        Target.Account,
        Target.Anywhere,
        Target.In(StoreA),
        Target.In(StoreB),
        Target.Self(Me),
        Target.Self(AnotherMember),
        Target.BindingOf(MyService, StoreA),
        Target.BindingOf(OtherService, StoreA),
        Target.BindingOf(MyService, StoreB),
        Target.Of(MyService),
        Target.Of(OtherService),
        .. MissingTargets,
    ];

    /// <summary>The ways in which an id resolves to nothing.</summary>
    public static IEnumerable<Target> MissingTargets =>
        [
            Target.Nothing,
            default,
            Target.In(default),
            Target.In(new StoreId("")),
            Target.Self(default),
            Target.BindingOf(default, StoreA),
            Target.BindingOf(MyService, default),
            Target.Of(default),
        ];

    public static MemberActor Member(Roles account, Roles onStoreA = Roles.None, Standing standing = Standing.Good) =>
        new(Me, standing, account, onStoreA == Roles.None ? null : new Dictionary<StoreId, Roles> { [StoreA] = onStoreA });

    public static TokenActor Token(
        TokenLevel? level,
        bool administer = false,
        StoreId[]? stores = null,
        Standing standing = Standing.Good
    ) => new(default, standing, level, administer, stores?.ToHashSet());

    public static ServiceActor Service(Standing standing = Standing.Good) => new(MyService, standing);

    /// <summary>Asks with a scope check that passes, so that the answer is the authorization's.</summary>
    public static Decision Ask(Actor actor, Act act, Target target) =>
        Decider.Decide(new Question(actor, act, target, Scopes.Workers, Scopes.Workers));

    /// <summary>A question in words, for messages of failed tests.</summary>
    public static string Describe(Question question) =>
        $"{question.Act} at {Describe(question.Target)} by {Describe(question.Actor)}, "
        + $"kind {question.Kind}, scopes {question.SecretScopes}";

    public static string Describe(Actor actor) =>
        (actor.Standing == Standing.Good ? "" : $"[{actor.Standing}] ")
        + actor switch
        {
            MemberActor member =>
                $"a member with {member.AccountRoles}{string.Concat(member.StoreRoles.Select(s => $" + {s.Value} on {s.Key.Value[0]}"))}",
            TokenActor token => $"a token with {token.Level?.ToString() ?? "no level"}{(token.Administer ? " + Administer" : "")}"
                + (token.Stores is null ? "" : $" limited to [{string.Concat(token.Stores.Select(s => s.Value[0]))}]"),
            _ => actor.GetType().Name,
        };

    private static string Describe(Target target) =>
        $"{target.Kind} {target.Store.Value?[0]}{target.Member.Value?[0]}{target.Service.Value?[0]}".TrimEnd();
}
