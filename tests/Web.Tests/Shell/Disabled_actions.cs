using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Disabled_actions : BunitContext
{
    private static readonly Decision Refused = Decide(Roles.Reporter, Act.CreateSecret);
    private static readonly Decision Allowed = Decide(Roles.Admin, Act.CreateSecret);

    public Disabled_actions()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public void An_action_that_is_off_stays_reachable_by_keyboard_and_says_why()
    {
        var clicks = 0;
        var view = Show(Refused, () => clicks++);

        var button = view.Find("button");
        button.Click();

        Assert.Equal("true", button.GetAttribute("aria-disabled"));
        Assert.False(button.HasAttribute("disabled"));
        Assert.Equal(
            "Needs Super Administrator or Admin. You are Reporter.",
            view.Find("#" + button.GetAttribute("aria-describedby")).TextContent.Trim()
        );
        Assert.Equal(0, clicks);
    }

    [Fact]
    public void An_action_is_disabled_while_its_decision_is_not_known() =>
        Assert.True(Show(null, () => { }).Find("button").HasAttribute("disabled"));

    [Fact]
    public async Task A_second_click_while_the_first_runs_does_nothing()
    {
        var (clicks, first) = (0, new TaskCompletionSource());
        var view = Render<ActionButton>(p =>
            p.Add(b => b.Decision, Allowed)
                .Add(
                    b => b.OnClick,
                    EventCallback.Factory.Create(
                        this,
                        () =>
                        {
                            clicks++;
                            return first.Task;
                        }
                    )
                )
        );

        var running = view.Find("button").ClickAsync(new());
        await view.Find("button").ClickAsync(new());
        first.SetResult();
        await running;

        Assert.Equal(1, clicks);
    }

    [Fact]
    public void A_menu_item_that_is_off_says_why()
    {
        var item = Render<RowMenuItem>(p => p.Add(i => i.Text, "Duplicate").Add(i => i.Decision, Refused)).Find("[role=menuitem]");

        Assert.Equal("true", item.GetAttribute("aria-disabled"));
        Assert.Contains("You are Reporter.", item.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_shows_both_checks_their_reasons_and_what_would_help()
    {
        var decision = Decider.Decide(new Question(Member(Roles.Admin), Act.Bind, Target.Anywhere, Scopes.Workers, Scopes.AiGateway));

        var cards = Render<RefusalCards>(p => p.Add(c => c.Decision, decision).Add(c => c.RequestId, "abc")).FindAll(".sd-refusal-card");

        Assert.Equal(2, cards.Count);
        Assert.Contains("Authorization" + "failed", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains(decision.Authorization.Remedy!, cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Secret scope" + "failed", cards[1].TextContent, StringComparison.Ordinal);
        Assert.Contains(decision.Scope.Reason, cards[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_marks_of_the_two_checks_have_a_text_for_screen_readers()
    {
        var marks = Render<CheckResultIcons>(p => p.Add(m => m.Authorization, CheckResult.Passed).Add(m => m.Scope, CheckResult.Failed));

        Assert.Equal("Authorization passed, secret scope failed", marks.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Contains("Refused by scope", marks.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ActionButton> Show(Decision? decision, Action click) =>
        Render<ActionButton>(p =>
            p.Add(b => b.Decision, decision).Add(b => b.OnClick, EventCallback.Factory.Create(this, click)).AddChildContent("New secret")
        );

    private static Decision Decide(Roles roles, Act act) => Decider.Decide(new Question(Member(roles), act, Target.Anywhere));

    private static MemberActor Member(Roles roles) => new(new MemberId(new string('1', 32)), Standing.Good, roles);
}
