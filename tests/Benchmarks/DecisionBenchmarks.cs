using BenchmarkDotNet.Attributes;
using SecretsDashboard.Access;

namespace SecretsDashboard.Benchmarks;

/// <summary>One decision. Goal: under a microsecond, and no allocation beyond the
/// answer: the decision and, when allowed, its permit and reach.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private static readonly StoreId StoreA = new("a0000000000000000000000000000000"),
        StoreB = new("b0000000000000000000000000000000");
    private static readonly MemberId Me = new("10000000000000000000000000000000");
    private static readonly ServiceId Service = new("30000000000000000000000000000000");

    private readonly Question _admin = new(new MemberActor(Me, Standing.Good, Roles.Admin), Act.EditSecret, Target.In(StoreA)),
        _storeDeployer = new(OnStores(20, Roles.Deployer), Act.Bind, Target.In(StoreA), Scopes.Workers, Scopes.Workers | Scopes.Dex),
        _reporter = new(new MemberActor(Me, Standing.Good, Roles.Reporter), Act.Bind, Target.In(StoreA), Scopes.Workers, Scopes.Dex),
        _outside = new(OnStores(20, Roles.Deployer), Act.Bind, Target.In(StoreB), Scopes.Workers, Scopes.Workers),
        _token =
            new(
                new TokenActor(default, Standing.Good, TokenLevel.Edit, administer: false, new HashSet<StoreId> { StoreA }),
                Act.EditSecret,
                Target.In(StoreA)
            ),
        _service =
            new(new ServiceActor(Service, Standing.Good), Act.Resolve, Target.BindingOf(Service, StoreA), Scopes.Workers, Scopes.Workers),
        _list = new(OnStores(20, Roles.Deployer), Act.ViewMetadata, Target.Anywhere);

    [Benchmark(Baseline = true)]
    public Decision An_admin_edits_a_secret() => Decider.Decide(_admin);

    [Benchmark]
    public Decision A_deployer_of_20_stores_binds_in_one() => Decider.Decide(_storeDeployer);

    [Benchmark]
    public Decision A_reporter_is_refused_by_both_checks() => Decider.Decide(_reporter);

    [Benchmark]
    public string? A_refusal_explains_itself()
    {
        var decision = Decider.Decide(_reporter);
        return decision.Authorization.Reason + decision.Authorization.Remedy + decision.Scope.Reason + decision.Scope.Remedy;
    }

    [Benchmark]
    public Decision A_store_outside_is_refused() => Decider.Decide(_outside);

    [Benchmark]
    public Decision A_token_edits_a_secret() => Decider.Decide(_token);

    [Benchmark]
    public Decision A_service_resolves_its_binding() => Decider.Decide(_service);

    [Benchmark]
    public Decision A_deployer_of_20_stores_lists_them_all() => Decider.Decide(_list);

    private static MemberActor OnStores(int count, Roles roles)
    {
        var grants = Enumerable.Range(1, count - 1).ToDictionary(number => new StoreId(number.ToString("x32", null)), _ => roles);
        grants[StoreA] = roles;
        return new MemberActor(Me, Standing.Good, Roles.None, grants);
    }
}
