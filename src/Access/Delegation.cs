namespace SecretsDashboard.Access;

/// <summary>The roles that a member would need to grant a permission but does not have.</summary>
/// <param name="Roles">Any one of these is enough.</param>
/// <param name="Store">The store; null for the whole account.</param>
public sealed record MissingGrant(Grounds Roles, StoreId? Store);

/// <summary>Whether a token's permission is within its owner's roles: every act that the table
/// grants to the token, it must grant to the owner at the same place.</summary>
public static class Delegation
{
    /// <summary>The roles that the owner lacks; empty when the permission does not exceed their rights.</summary>
    /// <param name="stores">Null for the whole account, which roles on single stores never cover.</param>
    public static IReadOnlyList<MissingGrant> MissingGrants(
        MemberActor owner,
        TokenLevel? level,
        bool administer,
        IReadOnlySet<StoreId>? stores
    )
    {
        var token = new TokenActor(default, Standing.Good, level, administer, stores);
        return
        [
            .. Targets(stores)
                .SelectMany(target =>
                    Narrowest([
                            .. Rulebook
                                .Table.Where(rule => Holds(token, rule, target) && !Holds(owner, rule, target))
                                .Select(rule => rule.Allowed & Rulebook.EveryRole)
                                .Distinct(),
                        ])
                        .Select(roles => new MissingGrant(roles, target.Kind == TargetKind.Store ? target.Store : null))
                ),
        ];
    }

    /// <summary>The missing grants in words: "Admin for the whole account and Deployer on production". Super Administrator would always be
    /// enough, and is named only if nothing else is.</summary>
    /// <param name="nameOf">Returns the name of a store.</param>
    public static string Describe(IReadOnlyList<MissingGrant> missing, Func<StoreId, string> nameOf) =>
        Sentence.Join(
            [
                .. missing.Select(missing =>
                {
                    var least = missing.Roles & ~Grounds.SuperAdministrator;
                    return $"{GroundNames.Join(least == Grounds.None ? missing.Roles : least, "or")} "
                        + $"{(missing.Store is { } store ? $"on {nameOf(store)}" : "for the whole account")}";
                }),
            ],
            "and"
        );

    // A missing Admin already covers a missing "Admin, Deployer or Reporter".
    private static IEnumerable<Grounds> Narrowest(Grounds[] lacks) =>
        lacks.Where(roles => !lacks.Any(other => other != roles && (other & roles) == other));

    private static IEnumerable<Target> Targets(IReadOnlySet<StoreId>? stores) => stores?.Select(Target.In) ?? [Target.Account];

    private static bool Holds(Actor actor, Rule rule, Target target) =>
        (Decider.Held(new Question(actor, rule.Acts[0], target), rule) & rule.Allowed) != Grounds.None;
}
