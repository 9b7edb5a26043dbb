using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Home;

namespace SecretsDashboard.Web.Tests.Home;

public sealed class Home_page : ComponentTest
{
    [Fact]
    public void An_empty_account_leads_its_owner_to_the_first_step()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<HomePage>("/");

        screen.Wait(() => Assert.Contains(screen.All("a"), a => a.TextContent == "Create a store"));
        screen.Shows("Invite a member");
    }

    [Fact]
    public void A_reporter_sees_why_they_cannot_take_the_first_steps()
    {
        var screen = Host.ScreenOf(Host.Reporter).Open<HomePage>("/");

        screen.Shows("Needs Super Administrator or Admin");
        screen.Shows("You are Reporter.");
        Assert.DoesNotContain(screen.All("main a"), a => a.TextContent == "Create a store");
    }

    [Fact]
    public async Task A_broken_binding_is_shown_with_its_reason()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var service = await Host.DoAsync(Host.Owner, new Vault.Services.RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new Vault.Bindings.BindSecret(service, secret, "KEY"));
        await Host.DoAsync(Host.Owner, new DeleteSecret(secret, Force: true));

        var screen = Host.ScreenOf(Host.Deployer).Open<HomePage>("/");

        screen.Shows("checkout can't read KEY");
        screen.Shows("Its secret API_KEY was deleted.");
    }

    [Fact]
    public void Stopped_sign_ins_are_shown_to_the_member_and_to_those_who_can_see_members()
    {
        Host.Sql(
            $"""INSERT INTO "UnknownDeviceFailures" VALUES (x'00', '{Host.Deployer.Id}', 100, """
                + $"""{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()})"""
        );

        Host.ScreenOf(Host.Deployer).Open<HomePage>("/").Shows("Your sign-ins from new devices are stopped until");
        Host.ScreenOf(Host.Reporter).Open<HomePage>("/").Shows($"Sign-ins of {Host.Deployer.Email} from new devices are stopped until");
        Host.ScreenOf(Host.Admin).Open<HomePage>("/").Shows("Nothing needs attention").ShowsNot("new devices");
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_shown_with_a_link_to_the_list_of_such_tokens()
    {
        await Host.DoAsync(
            Host.Owner,
            new CreateToken(TokenSide.Own, new TokenInput("my-ci", TokenLevel.Read, Expires: Expiry.After(TimeSpan.FromDays(7))))
        );
        await Host.DoAsync(
            Host.Owner,
            new CreateToken(TokenSide.Account, new TokenInput("our-ci", TokenLevel.Read, Expires: Expiry.After(TimeSpan.FromDays(7))))
        );

        var screen = Host.ScreenOf(Host.Owner).Open<HomePage>("/");

        screen.Wait(() =>
            Assert.Equal(
                ["tokens?status=soon", "tokens?of=account&status=soon"],
                new[] { "my-ci", "our-ci" }.Select(name => screen.All("main a").Single(a => a.TextContent == name).GetAttribute("href"))
            )
        );
        Host.ScreenOf(Host.Admin).Open<HomePage>("/").Shows("Nothing needs attention").ShowsNot("our-ci");
    }

    [Fact]
    public async Task A_credential_that_ends_is_shown_to_those_who_issue_credentials_with_a_link_to_its_tab()
    {
        var (soon, stopped) = (
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers)),
            await Host.DoAsync(Host.Owner, new RegisterService("invoices", Scopes.Workers))
        );
        await Host.DoAsync(Host.Owner, new IssueCredential(soon, new("eu-west", Expiry.After(TimeSpan.FromDays(7)))));
        await Host.DoAsync(Host.Owner, new IssueCredential(stopped, new("us-east", Expiry.After(TimeSpan.FromDays(7)))));
        var end = DateTimeOffset.UtcNow.AddDays(-5);
        Host.Sql($"UPDATE ServiceCredentials SET Expires = {end.ToUnixTimeMilliseconds()} WHERE Name = 'us-east'");

        var screen = Host.ScreenOf(Host.Owner).Open<HomePage>("/");

        screen
            .Shows("The credential eu-west of checkout expires on ")
            .Shows($"The last credential of invoices expired on {end:yyyy-MM-dd}")
            .Shows("It was us-east. Whatever comes with it is refused.")
            .Shows("if the service is retired, revoke it");
        Assert.Equal(
            [$"services/{stopped}?tab=identity", $"services/{soon}?tab=identity"],
            new[] { "invoices", "checkout" }.Select(name => screen.All("main a").Single(a => a.TextContent == name).GetAttribute("href"))
        );
        foreach (var other in new[] { Host.Admin, Host.Deployer, Host.Reporter })
        {
            Host.ScreenOf(other).Open<HomePage>("/").Shows("Nothing needs attention").ShowsNot("eu-west").ShowsNot("us-east");
        }
    }

    [Fact]
    public async Task A_key_that_its_provider_refuses_is_shown_and_leads_to_its_gateway()
    {
        var gateway = await Host.DoAsync(Host.Owner, new RegisterService("assistant", Scopes.AiGateway));
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(
                gateway.Value,
                await Host.SecretAsync(await Host.StoreAsync(), "OPENAI", Scopes.AiGateway),
                new("openai", "default", IsDefault: true)
            )
        );
        Host.ScreenOf(Host.Admin).Open<HomePage>("/").Shows("Nothing needs attention");
        Host.Sql("UPDATE ProviderConfigs SET WasAccepted = 0, LastUsed = Modified");

        var screen = Host.ScreenOf(Host.Admin).Open<HomePage>("/");

        screen
            .Shows("openai refuses the key of assistant")
            .Shows("The alias default is the secret OPENAI")
            .ShowsNot("Nothing needs attention");
        Assert.Equal($"services/{gateway}", screen.All("main a").Single(a => a.TextContent == "assistant").GetAttribute("href"));
    }

    [Fact]
    public void A_member_without_a_role_sees_that_they_hold_no_role() =>
        Host.ScreenOf(Host.Guest).Open<HomePage>("/").Shows("You hold no role");

    [Fact]
    public void Only_members_who_can_give_roles_see_members_without_a_role()
    {
        Host.ScreenOf(Host.Owner).Open<HomePage>("/").Shows("guest@example.org holds no role");
        Host.ScreenOf(Host.Admin).Open<HomePage>("/").ShowsNot("guest@example.org");
    }

    [Fact]
    public void An_untrusted_proxy_is_shown_only_to_those_who_can_change_the_setting()
    {
        var (owner, reporter) = (Host.ScreenOf(Host.Owner), Host.ScreenOf(Host.Reporter));
        foreach (var screen in new[] { owner, reporter })
        {
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext
            {
                Connection = { RemoteIpAddress = System.Net.IPAddress.Parse("10.0.0.5") },
                Request = { Headers = { ["X-Forwarded-For"] = "203.0.113.1" } },
            };
            for (var i = 0; i < 20; i++)
            {
                screen.Services.GetRequiredService<Web.Hosting.UntrustedForwarding>().Count(context);
            }
        }

        owner
            .Open<HomePage>("/")
            .Shows("most requests come through 10.0.0.5")
            .Shows("add it to the setting Proxy:Trusted")
            .ShowsNot("Nothing needs attention");
        reporter.Open<HomePage>("/").Shows("Nothing needs attention").ShowsNot("10.0.0.5");
    }

    [Theory]
    [InlineData(
        false,
        "Sign-ins from unknown browsers are refused; new values, uploads and exports of the audit log follow at half the reserve."
    )]
    [InlineData(true, "Sign-ins from unknown browsers, new values, uploads and exports of the audit log are refused.")]
    public void A_disk_below_its_reserve_is_shown_with_the_operations_that_are_refused(bool refusesAdditions, string expected)
    {
        using var context = new Bunit.BunitContext();
        var home = new Vault.Home.HomeView(
            new(0, 0, 0, 0, 0, null, null),
            [],
            null,
            null,
            [],
            [],
            [],
            0,
            null,
            new DiskShortage(60 * 1024 * 1024, 200 * 1024 * 1024, refusesAdditions)
        );

        var text = string.Join(
            ' ',
            context
                .Render<AttentionList>(list => list.Add(l => l.Home, home))
                .Find("ul")
                .TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

        Assert.Contains("The server's disk has 60 MiB left", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("the reserve of 200 MiB is the setting Limits:DiskReserveMegabytes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing needs attention", text, StringComparison.Ordinal);
    }
}
