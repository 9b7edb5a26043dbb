using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>The sentences that people read most, word by word.</summary>
public sealed class WordingTests
{
    [Theory]
    [InlineData(
        Roles.Reporter,
        Roles.None,
        Act.RegisterService,
        "Needs Super Administrator or Deployer. You are Reporter.",
        "Ask a Super Administrator for the role Deployer."
    )]
    [InlineData(
        Roles.None,
        Roles.None,
        Act.CreateSecret,
        "Needs Super Administrator or Admin. You hold no role.",
        "Ask a Super Administrator for the role Admin."
    )]
    [InlineData(
        Roles.Admin,
        Roles.None,
        Act.ChangeRoles,
        "Needs Super Administrator. You are Admin.",
        "Ask a Super Administrator to do this."
    )]
    [InlineData(
        Roles.None,
        Roles.Admin,
        Act.DeleteStore,
        "Needs Super Administrator or Admin for the whole account. You are Admin on this store.",
        "Ask a Super Administrator for the role Admin for the whole account."
    )]
    [InlineData(
        Roles.Reporter,
        Roles.Admin,
        Act.DeleteStore,
        "Needs Super Administrator or Admin for the whole account. You are Reporter, and Admin on this store.",
        "Ask a Super Administrator for the role Admin for the whole account."
    )]
    [InlineData(
        Roles.None,
        Roles.Deployer | Roles.Reporter,
        Act.EditSecret,
        "Needs Super Administrator or Admin. You are Deployer and Reporter on this store.",
        "Ask a Super Administrator for the role Admin."
    )]
    [InlineData(
        Roles.SuperAdministrator,
        Roles.None,
        Act.Resolve,
        "Needs the service's own identity. You are Super Administrator.",
        "Only the service itself can, with its own credential."
    )]
    [InlineData(
        Roles.SuperAdministrator,
        Roles.None,
        Act.VerifyAudit,
        "Needs the server's console. You are Super Administrator.",
        "Do this on the server's console."
    )]
    [InlineData(
        Roles.Reporter,
        Roles.None,
        Act.DeleteStore,
        "Needs Super Administrator or Admin. You are Reporter.",
        "Ask a Super Administrator for the role Admin."
    )]
    [InlineData(
        Roles.None,
        Roles.None,
        Act.ViewMetadata,
        "Needs Super Administrator, Admin, Deployer or Reporter. You hold no role.",
        "Ask a Super Administrator for the role Admin, Deployer or Reporter."
    )]
    [InlineData(Roles.Admin, Roles.None, Act.SetUp, "Needs a visitor who is not signed in. You are Admin.", "Sign out first.")]
    public void A_members_rejection_states_what_is_needed_and_which_roles_the_member_has(
        Roles account,
        Roles onStore,
        Act act,
        string reason,
        string remedy
    )
    {
        // A member without any role sees no store, so the rejection would say that the store does not exist.
        var target = (account | onStore) == Roles.None ? Target.Anywhere : Target.In(StoreA);
        AssertRefused(Ask(Member(account, onStore), act, target), reason, remedy);
    }

    [Fact]
    public void An_account_wide_rejection_states_that_the_member_has_roles_only_on_single_stores() =>
        AssertRefused(
            Ask(Member(Roles.None, Roles.Deployer), Act.RegisterService, Target.Account),
            "Needs Super Administrator or Deployer for the whole account. You are Deployer on single stores.",
            "Ask a Super Administrator for the role Deployer for the whole account."
        );

    [Fact]
    public void A_rejection_does_not_ask_for_the_whole_account_if_only_a_super_administrator_may_act() =>
        AssertRefused(
            Ask(Member(Roles.None, Roles.Admin), Act.ChangeRoles, Target.Account),
            "Needs Super Administrator. You are Admin on single stores.",
            "Ask a Super Administrator to do this."
        );

    [Fact]
    public void A_rejection_in_a_store_states_the_members_roles_on_that_store_alone() =>
        AssertRefused(
            Ask(
                new MemberActor(
                    Me,
                    Standing.Good,
                    Roles.None,
                    new Dictionary<StoreId, Roles> { [StoreA] = Roles.Reporter, [StoreB] = Roles.Admin }
                ),
                Act.EditSecret,
                Target.In(StoreA)
            ),
            "Needs Super Administrator or Admin. You are Reporter on this store.",
            "Ask a Super Administrator for the role Admin."
        );

    [Fact]
    public void A_target_outside_a_members_reach_is_described_as_if_it_did_not_exist() =>
        AssertRefused(
            Ask(Member(Roles.None, Roles.Admin), Act.EditSecret, Target.In(StoreB)),
            "Nothing with this id exists within your reach.",
            "Check the address, or ask a Super Administrator for a role on its store."
        );

    [Fact]
    public void A_tokens_rejection_states_which_permission_is_needed_and_which_the_token_has()
    {
        AssertRefused(
            Ask(Token(TokenLevel.Read), Act.EditSecret, Target.In(StoreA)),
            "Needs Manage or Edit. This token has Read.",
            "Use a token with Manage or Edit."
        );
        AssertRefused(
            Ask(Token(TokenLevel.Edit, true, [StoreA]), Act.InviteMember, Target.Account),
            "Needs Administer for the whole account. This token has Edit and Administer on single stores.",
            "Use a token with Administer for the whole account."
        );
        AssertRefused(
            Ask(Token(TokenLevel.Edit, stores: []), Act.EditSecret, Target.Anywhere),
            "Needs Manage or Edit. This token has Edit on no store.",
            "Use a token with Manage or Edit."
        );
        AssertRefused(
            Ask(Token(TokenLevel.Edit), Act.ViewActivity, Target.In(StoreA)),
            "Needs Super Administrator, Admin, Deployer or Reporter. This token has Edit.",
            "Tokens may not do this: use the dashboard."
        );
        AssertRefused(
            Ask(Token(TokenLevel.Read), Act.ManageOwnTokens, Target.Nothing),
            "Needs Super Administrator, Admin, Deployer or Reporter. This token has Read.",
            "Tokens may not do this: use the dashboard."
        );
    }

    [Fact]
    public void The_rejection_of_a_visitor_a_service_or_the_console_states_what_the_caller_is()
    {
        AssertRefused(
            Ask(AnonymousActor.Instance, Act.ViewMetadata, Target.In(StoreA)),
            "Needs Super Administrator, Admin, Deployer, Reporter, Read, Bind, Manage or Edit. You are not signed in.",
            "Sign in first."
        );
        AssertRefused(
            Ask(AnonymousActor.Instance, Act.VerifyAudit, Target.Account),
            "Needs the server's console. You are not signed in.",
            "Do this on the server's console."
        );
        AssertRefused(
            Ask(Service(), Act.Bind, Target.Account),
            "Needs Super Administrator, Deployer, Bind or Edit. This is a service.",
            "A service may only list and resolve its own bindings."
        );
        AssertRefused(
            Ask(ConsoleActor.Instance, Act.ViewAudit, Target.Account),
            "Needs Super Administrator, Reporter or Administer. This is the server's console.",
            "Do this in the dashboard."
        );
    }

    [Theory]
    [InlineData(Standing.SessionIdle, "This session ended because it was idle.", "Sign in again.")]
    [InlineData(Standing.MemberDisabled, "This member is disabled.", "Ask a Super Administrator.")]
    [InlineData(Standing.MemberRemoved, "This member was removed.", "Ask a Super Administrator.")]
    [InlineData(Standing.Unknown, "You are not signed in.", "Sign in again.")]
    [InlineData(
        Standing.Forged,
        "The stored data about you were changed by another program.",
        "Ask for 'audit verify' on the server's console: it names what was changed."
    )]
    public void The_rejection_of_an_invalid_session_states_why_it_is_invalid(Standing standing, string reason, string remedy) =>
        AssertRefused(Ask(Member(Roles.SuperAdministrator, standing: standing), Act.EditSecret, Target.In(StoreA)), reason, remedy);

    [Theory]
    [InlineData(Standing.Unknown, "This credential is not known.", "Use a valid credential.")]
    [InlineData(Standing.TokenDisabled, "This token is disabled.", "Enable it, or use another token.")]
    [InlineData(Standing.TokenExpired, "This token has expired.", "Give it a later end, or use another token.")]
    [InlineData(Standing.TokenNotYetValid, "This token is not valid yet.", "Wait until it is valid, or use another token.")]
    [InlineData(
        Standing.AddressNotAllowed,
        "This token may not be used from this address.",
        "Use it from an address that it allows, or use another token."
    )]
    [InlineData(Standing.MemberDisabled, "The member who owns this token is disabled.", "Ask a Super Administrator.")]
    [InlineData(Standing.MemberRemoved, "The member who owns this token was removed.", "Ask a Super Administrator.")]
    [InlineData(
        Standing.Forged,
        "The stored data about you were changed by another program.",
        "Ask for 'audit verify' on the server's console: it names what was changed."
    )]
    public void The_rejection_of_an_invalid_token_states_why_it_is_invalid(Standing standing, string reason, string remedy) =>
        AssertRefused(Ask(Token(TokenLevel.Edit, standing: standing), Act.EditSecret, Target.In(StoreA)), reason, remedy);

    [Theory]
    [InlineData(Standing.Unknown, "This credential is not known.", "Use a valid credential.")]
    [InlineData(Standing.TokenExpired, "This credential has expired.", "Give it a later end, or use another credential.")]
    [InlineData(
        Standing.AddressNotAllowed,
        "This credential may not be used from this address.",
        "Use it from an address that it allows, or use another credential."
    )]
    [InlineData(
        Standing.Forged,
        "The stored data about you were changed by another program.",
        "Ask for 'audit verify' on the server's console: it names what was changed."
    )]
    public void The_rejection_of_an_invalid_service_credential_states_why_it_is_invalid(Standing standing, string reason, string remedy) =>
        AssertRefused(Ask(Service(standing), Act.Resolve, Target.BindingOf(MyService, StoreA)), reason, remedy);

    [Fact]
    public void Every_standing_except_good_has_its_own_reason_and_a_remedy()
    {
        var texts = Enum.GetValues<Standing>()
            .Where(standing => standing != Standing.Good)
            .Select(standing => Ask(Member(Roles.Admin, standing: standing), Act.EditSecret, Target.In(StoreA)).Authorization)
            .ToList();
        Assert.Equal(texts.Count, texts.Select(check => check.Reason).Distinct().Count());
        Assert.All(texts, check => Assert.False(string.IsNullOrEmpty(check.Remedy)));
    }

    [Fact]
    public void A_passed_check_names_the_act_and_the_roles_that_allow_it() =>
        Assert.Equal(
            "Super Administrator and Admin may edit a secret.",
            Ask(Member(Roles.SuperAdministrator | Roles.Admin | Roles.Reporter), Act.EditSecret, Target.In(StoreA)).Authorization.Reason
        );

    private static void AssertRefused(Decision decision, string reason, string remedy)
    {
        Assert.False(decision.Allowed);
        Assert.Equal(reason, decision.Authorization.Reason);
        Assert.Equal(remedy, decision.Authorization.Remedy);
    }
}
