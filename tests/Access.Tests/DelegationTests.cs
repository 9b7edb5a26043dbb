using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>A member's token is never above their rights.</summary>
public sealed class DelegationTests
{
    private static readonly HashSet<StoreId> InA = [StoreA],
        InAAndB = [StoreA, StoreB];

    [Theory]
    [InlineData(TokenLevel.Read, Roles.Reporter, "")]
    [InlineData(TokenLevel.Read, Roles.Admin, "")]
    [InlineData(TokenLevel.Read, Roles.Deployer, "")]
    [InlineData(TokenLevel.Read, Roles.None, "Admin, Deployer or Reporter for the whole account")]
    [InlineData(TokenLevel.Bind, Roles.Deployer, "")]
    [InlineData(TokenLevel.Bind, Roles.Admin | Roles.Reporter, "Deployer for the whole account")]
    [InlineData(TokenLevel.Manage, Roles.Admin, "")]
    [InlineData(TokenLevel.Manage, Roles.Deployer | Roles.Reporter, "Admin for the whole account")]
    [InlineData(TokenLevel.Edit, Roles.Admin | Roles.Deployer, "")]
    [InlineData(TokenLevel.Edit, Roles.Admin, "Deployer for the whole account")]
    [InlineData(TokenLevel.Edit, Roles.Deployer, "Admin for the whole account")]
    [InlineData(TokenLevel.Edit, Roles.Reporter, "Admin for the whole account and Deployer for the whole account")]
    [InlineData(TokenLevel.Edit, Roles.SuperAdministrator, "")]
    public void Each_token_level_requires_roles_that_allow_the_same_acts(TokenLevel level, Roles roles, string missing) =>
        Assert.Equal(missing, Missing(Member(roles), level));

    [Fact]
    public void The_permission_administer_requires_the_role_super_administrator() =>
        Assert.All(
            RoleSets,
            roles =>
                Assert.Equal(
                    roles.HasFlag(Roles.SuperAdministrator),
                    Delegation.MissingRoles(Member(roles), null, administer: true, null).Count == 0
                )
        );

    [Fact]
    public void A_role_on_a_store_covers_that_store_and_never_the_account()
    {
        var admin = Member(Roles.None, onStoreA: Roles.Admin);

        Assert.Equal("", Missing(admin, TokenLevel.Manage, InA));
        Assert.Equal("Admin for the whole account", Missing(admin, TokenLevel.Manage));
        Assert.Equal("Admin on b", Missing(admin, TokenLevel.Manage, InAAndB));
    }

    [Fact]
    public void Account_roles_and_store_roles_add_up_on_that_store()
    {
        var both = Member(Roles.Admin, onStoreA: Roles.Deployer);

        Assert.Equal("", Missing(both, TokenLevel.Edit, InA));
        Assert.Equal("Deployer on b", Missing(both, TokenLevel.Edit, InAAndB));
        Assert.Equal("Deployer for the whole account", Missing(both, TokenLevel.Edit));
    }

    [Fact]
    public void A_member_who_is_not_in_good_standing_cannot_delegate_even_read_access() =>
        Assert.All(
            BadStandings,
            standing =>
                Assert.NotEmpty(
                    Delegation.MissingRoles(Member(Roles.SuperAdministrator, standing: standing), TokenLevel.Read, administer: false, null)
                )
        );

    [Fact]
    public void A_token_within_its_owners_rights_may_do_nothing_that_its_owner_may_not_do() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Select(Generators.AnyMember, Generators.AnyToken, Generators.QuestionsOf(Generators.AnyToken)),
            (owner, token, question) =>
                Delegation.MissingRoles(owner, token.Level, token.Administer, token.Stores).Count > 0
                || !Decider.Decide(question with { Actor = token }).Allowed
                || Decider.Decide(question with { Actor = owner }).Allowed,
            iter: 20_000
        );

    [Fact]
    public void A_token_beyond_its_owners_rights_may_do_some_act_that_its_owner_may_not_do() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Select(Generators.AnyMember, Generators.AnyToken),
            (owner, token) =>
                Delegation.MissingRoles(owner, token.Level, token.Administer, token.Stores).Count == 0
                || Acts.Any(act =>
                    Targets.Append(Target.In(StoreC)).Any(target => Ask(token, act, target).Allowed && !Ask(owner, act, target).Allowed)
                ),
            iter: 20_000
        );

    [Fact]
    public void A_missing_super_administrator_role_is_named_if_no_other_role_is_enough() =>
        Assert.Equal(
            "Super Administrator for the whole account",
            Delegation.Describe(Delegation.MissingRoles(Member(Roles.Admin), null, administer: true, null), store => store.Value)
        );

    private static string Missing(MemberActor owner, TokenLevel level, HashSet<StoreId>? stores = null) =>
        Delegation.Describe(Delegation.MissingRoles(owner, level, administer: false, stores), store => store.Value[..1]);
}
