namespace SecretsDashboard.Access;

/// <summary>A role that a token's owner does not have, although the token's permission requires it.</summary>
/// <param name="AnyOf">Any one of these roles is enough.</param>
/// <param name="Store">The store for which the role is required; null for the whole account.</param>
public sealed record MissingRole(Grounds AnyOf, StoreId? Store);

/// <summary>Compares a token's permission with its owner's roles. Each act that the decision table allows to the token must also be allowed
/// to the owner at the same place.</summary>
public static class Delegation
{
    /// <summary>The roles that the permission requires and the owner does not have; empty when the permission does not exceed the owner's
    /// rights.</summary>
    /// <param name="stores">The stores of the permission; null for the whole account, which roles on single stores never cover.</param>
    public static IReadOnlyList<MissingRole> MissingRoles(
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
                    WithoutSupersets([
                            .. Rulebook
                                .Table.Where(rule => IsAllowed(token, rule, target) && !IsAllowed(owner, rule, target))
                                .Select(rule => rule.Allowed & Rulebook.EveryRole)
                                .Distinct(),
                        ])
                        .Select(roles => new MissingRole(roles, target.Kind == TargetKind.Store ? target.Store : null))
                ),
        ];
    }

    /// <summary>Describes the missing roles, such as "Admin for the whole account and Deployer on production". Super Administrator is
    /// always enough, so it is named only where no other role is enough.</summary>
    /// <param name="nameOf">Returns the name of a store.</param>
    public static string Describe(IReadOnlyList<MissingRole> missing, Func<StoreId, string> nameOf) =>
        Sentence.Join(
            [
                .. missing.Select(requirement =>
                {
                    var otherRoles = requirement.AnyOf & ~Grounds.SuperAdministrator;
                    return $"{GroundNames.Join(otherRoles == Grounds.None ? requirement.AnyOf : otherRoles, "or")} "
                        + $"{(requirement.Store is { } store ? $"on {nameOf(store)}" : "for the whole account")}";
                }),
            ],
            "and"
        );

    // A member who receives a missing "Admin" also has one of "Admin, Deployer or Reporter", so the larger set is left out.
    private static IEnumerable<Grounds> WithoutSupersets(Grounds[] missingRoles) =>
        missingRoles.Where(roles => !missingRoles.Any(other => other != roles && (other & roles) == other));

    private static IEnumerable<Target> Targets(IReadOnlySet<StoreId>? stores) => stores?.Select(Target.In) ?? [Target.Account];

    private static bool IsAllowed(Actor actor, Rule rule, Target target) =>
        (Decider.Held(new Question(actor, rule.Acts[0], target), rule) & rule.Allowed) != Grounds.None;
}
