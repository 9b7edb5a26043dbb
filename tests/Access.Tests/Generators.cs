using CsCheck;
using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>Random questions over the sample data, with some values that no regular caller sends.</summary>
internal static class Generators
{
    public static readonly Gen<Act> AnyAct = Gen.OneOf(Acts.ToArray());
    public static readonly Gen<Target> AnyTarget = Gen.OneOf(Targets.ToArray());
    public static readonly Gen<Roles> AnyRoles = Gen.Int[0, 15].Select(bits => (Roles)bits);
    public static readonly Gen<Scopes> AnyKind = Gen.Frequency(
        (6, Gen.OneOf(SingleScopes.ToArray())),
        (1, Gen.Byte.Select(bits => (Scopes)bits))
    );
    public static readonly Gen<Scopes> AnyScopes = Gen.Frequency(
        (6, Gen.Int[0, 63].Select(bits => (Scopes)bits)),
        (1, Gen.Byte.Select(bits => (Scopes)bits))
    );
    public static readonly Gen<Standing> AnyStanding = Gen.Frequency((5, Gen.Const(Standing.Good)), (1, Gen.OneOf(BadStandings.ToArray())));

    /// <summary>Roles on up to three stores; Super Administrator too, as a tampered row would have it.</summary>
    public static readonly Gen<Dictionary<StoreId, Roles>> AnyGrants = AnyRoles
        .Array[3]
        .Select(roles => Stores.Zip(roles).Where(pair => pair.Second != Roles.None).ToDictionary(pair => pair.First, pair => pair.Second));

    public static readonly Gen<MemberActor> AnyMember = Gen.Frequency((1, AnyRoles), (1, Gen.Const(Roles.None)))
        .Select(AnyGrants, (account, grants) => new MemberActor(Me, Standing.Good, account, grants));

    /// <summary>No limit, or a set of the three stores, which may be empty.</summary>
    public static readonly Gen<StoreId[]?> AnyLimit = Gen.Int[-3, 7]
        .Select(bits => bits < 0 ? null : Stores.Where((_, index) => (bits & (1 << index)) != 0).ToArray());

    public static readonly Gen<TokenLevel?> AnyLevel = Gen.OneOf(Levels.ToArray());
    public static readonly Gen<TokenActor> AnyToken = Gen.Select(
        AnyLevel,
        Gen.Bool,
        AnyLimit,
        (level, administer, limit) => Token(level, administer, limit)
    );

    public static readonly Gen<Actor> AnyActor = Gen.Frequency(
        (4, AnyMember.Select(member => (Actor)member)),
        (4, AnyToken.Select(token => (Actor)token)),
        (1, Gen.Const((Actor)Service())),
        (1, Gen.Const((Actor)ConsoleActor.Instance)),
        (1, Gen.Const((Actor)AnonymousActor.Instance))
    );

    public static Gen<Question> QuestionsOf<T>(Gen<T> actors)
        where T : Actor =>
        Gen.Select(
            actors,
            AnyAct,
            AnyTarget,
            AnyKind,
            AnyScopes,
            (actor, act, target, kind, scopes) => new Question(actor, act, target, kind, scopes)
        );

    public static readonly Gen<Question> AnyQuestion = QuestionsOf(AnyActor);

    /// <summary>Samples with messages that a person can read.</summary>
    public static void Always(this Gen<Question> questions, Func<Question, bool> holds) =>
        questions.Sample(holds, iter: 20_000, print: Describe);

    /// <summary>The same actor with fewer roles, a lower level, or fewer stores: what <paramref name="mask"/> leaves of it.</summary>
    public static Actor Weakened(Actor actor, uint mask) =>
        actor switch
        {
            MemberActor member => new MemberActor(
                member.Id,
                Standing.Good,
                member.AccountRoles & (Roles)(mask & 15),
                member
                    .StoreRoles.Where(grant => Keeps(mask, grant.Key))
                    .ToDictionary(grant => grant.Key, grant => grant.Value & (Roles)((mask >> 4) & 15))
            ),
            TokenActor token => Token(Lower(token.Level, mask), token.Administer && (mask & 16) != 0, Fewer(token.Stores, mask)),
            _ => actor,
        };

    private static bool Keeps(uint mask, StoreId store) => (mask & (256u << Stores.ToList().IndexOf(store))) != 0;

    private static StoreId[]? Fewer(IReadOnlySet<StoreId>? stores, uint mask) =>
        stores is null && (mask & 32) != 0 ? null : [.. (stores ?? Stores.ToHashSet()).Where(store => Keeps(mask, store))];

    private static TokenLevel? Lower(TokenLevel? level, uint mask)
    {
        TokenLevel?[] atMost = level is not { } held
            ? [null]
            : held switch
            {
                TokenLevel.Read => [null, TokenLevel.Read],
                TokenLevel.Bind => [null, TokenLevel.Read, TokenLevel.Bind],
                TokenLevel.Manage => [null, TokenLevel.Read, TokenLevel.Manage],
                TokenLevel.Edit => [null, TokenLevel.Read, TokenLevel.Bind, TokenLevel.Manage, TokenLevel.Edit],
            };
        return atMost[mask % atMost.Length];
    }
}
