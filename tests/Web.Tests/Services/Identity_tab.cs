using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Identity_tab : ComponentTest
{
    [Fact]
    public async Task A_new_credential_is_shown_once_and_disappears_when_it_is_stored()
    {
        var service = await ServiceAsync();
        var screen = Open(Host.Owner, service);
        screen.Shows("No credentials yet");
        screen.Click("Issue credential").Select("Name", "eu-west").Select("Allowed addresses", "10.0.0.0/8\n192.0.2.7");
        screen.Click("Issue credential", which: 1);

        screen.Shows("It is shown only now");
        var text = screen.Field("Credential eu-west").GetAttribute("value")!;
        Assert.True(TokenText.IsWhole(TokenText.ServiceCredential, text));
        screen.Click("I have stored it");
        screen.Wait(() => Assert.DoesNotContain(text, screen.The<IdentityTab>().Markup, StringComparison.Ordinal));
        screen.Shows("Only from 2 networks");
        Assert.Equal(
            ["10.0.0.0/8", "192.0.2.7/32"],
            Assert.Single(await Host.DoAsync(Host.Owner, new ListCredentials(service))).AllowedFrom
        );
    }

    [Fact]
    public async Task Problems_of_a_new_credential_are_shown_beside_their_fields()
    {
        var screen = Open(Host.Owner, await ServiceAsync());
        screen.ShowsOn("Issue credential");

        screen.Click("Issue credential").Select("Allowed addresses", "nowhere").Click("Issue credential", which: 1);
        screen.Shows("Enter a name that says which program uses the credential.");
        screen.Shows("One of the addresses is not valid.");

        screen.Select("Expires", "at").Click("Issue credential", which: 1);
        screen.Shows("Enter the day and the time at which the credential ends.");
        Assert.Equal("nowhere", screen.Field("Allowed addresses").GetAttribute("value"));
    }

    [Fact]
    public async Task A_credential_that_ends_soon_is_highlighted_and_rolling_it_gives_a_later_end()
    {
        var service = await ServiceAsync();
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new("ending", Expiry.After(TimeSpan.FromDays(13)))));
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new("lasting", Expiry.After(TimeSpan.FromDays(20)))));
        var screen = Open(Host.Owner, service);
        screen.Shows("A credential expires soon");
        screen.Shows("ending ends in 13 days");

        screen.Click("Actions for ending").Choose("Roll").Click("Roll", which: 1); // The first is the menu's.

        screen.Shows("The old value stays valid until");
        screen.ShowsNot("A credential expires soon");
        var rolled = (await Host.DoAsync(Host.Owner, new ListCredentials(service))).Single(c => c.Name == "ending");
        Assert.InRange(rolled.Expires!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(89), TimeSpan.FromDays(90));
        Assert.InRange(rolled.PreviousUntil!.Value - DateTimeOffset.UtcNow, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Theory]
    [InlineData(false, "The value of the last roll was never used. It is replaced, and the value that was used last stays valid.")]
    [InlineData(true, "and the one after it is in use. This roll ends the former at once")]
    public async Task Rolling_a_credential_again_explains_what_happens_to_its_existing_values(bool isUsed, string expected)
    {
        var service = await ServiceAsync();
        var issued = await Host.DoAsync(Host.Owner, new IssueCredential(service, new("eu-west")));
        var rolled = await Host.DoAsync(Host.Owner, new RollCredential(service, issued.Credential.Id));
        await Host.Gate.AskAsync(
            Caller.WithCredential((isUsed ? rolled : issued).Text, null),
            new SecretsDashboard.Vault.Runtime.ListOwnBindings()
        );
        var screen = Open(Host.Owner, service);

        screen.Click("Actions for eu-west").Choose("Roll").Shows(expected).Click("Roll", which: 1);

        screen.Shows("The old value stays valid until");
        var now = await Host.DoAsync(Host.Owner, new ListCredentials(service));
        Assert.False(Assert.Single(now).IsValueUsed);
    }

    [Fact]
    public async Task Revoking_a_credential_requires_its_whole_name()
    {
        var service = await ServiceAsync();
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new("eu-west")));
        var screen = Open(Host.Owner, service);
        screen.Click("Actions for eu-west").Choose("Revoke");
        screen.Type("Type the name to confirm", "eu");
        Assert.True(screen.Button("Revoke credential").HasAttribute("disabled"));

        screen.Type("Type the name to confirm", "eu-west").Click("Revoke credential");

        screen.Shows("No credentials yet");
        Assert.Empty(await Host.DoAsync(Host.Owner, new ListCredentials(service)));
    }

    [Fact]
    public async Task A_workload_can_be_mapped_and_its_removal_can_be_undone()
    {
        var service = await ServiceAsync();
        var screen = Open(Host.Owner, service);
        screen.Shows("No workload is mapped");

        screen.Click("Map workload").Select("Subject", "system:serviceaccount:shop:checkout").Click("Map workload", which: 1);
        screen.Shows("Enter the audience exactly as it is in the workload's token.");
        screen.Select("Audience", "secrets-dashboard").Click("Map workload", which: 1);
        screen.Shows("system:serviceaccount:shop:checkout is checkout from its next request on.");
        screen.Shows(WebTemplate.Issuer);

        screen.Click("Actions for system:serviceaccount:shop:checkout").Choose("Remove");
        screen.Shows("No workload is mapped");
        screen.Click("Undo");
        screen.Button("Actions for system:serviceaccount:shop:checkout");
        Assert.Equal(
            "secrets-dashboard",
            Assert.Single((await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(service))).Mapped).Audience
        );
    }

    [Theory]
    [InlineData(Roles.SuperAdministrator)]
    [InlineData(Roles.Reporter)]
    public async Task An_ai_gateway_has_credentials_and_no_workloads(Roles roles)
    {
        var screen = Open(Host.With(roles), await ServiceAsync(Scopes.AiGateway));

        screen.Button("Issue credential");
        screen.Shows("An AI gateway reads no values, so no workload can be mapped to it.");
        Assert.DoesNotContain(screen.All("button"), b => b.TextContent.Trim() == "Map workload");
    }

    [Theory]
    [InlineData(Roles.Admin, "You are Admin.")]
    [InlineData(Roles.Deployer, "You are Deployer.")]
    [InlineData(Roles.Reporter, "You are Reporter.")]
    public async Task A_member_who_may_not_manage_credentials_sees_the_reason_and_sends_no_refused_request(Roles roles, string because)
    {
        var service = await ServiceAsync();
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new("eu-west")));
        var screen = Open(Host.With(roles), service);

        screen.ShowsOff("Issue credential", because);
        screen.ShowsOff("Map workload", because);
        screen.Shows("You don't see the credentials");
        screen.ShowsNot("eu-west");
        Assert.Equal(0L, Host.Sql("""SELECT COUNT(*) FROM "AuditEntries" WHERE "Result" = 2"""));
    }

    [Fact]
    public async Task An_open_identity_tab_follows_a_removed_role()
    {
        var service = await ServiceAsync();
        await Host.DoAsync(Host.Owner, new IssueCredential(service, new("eu-west")));
        await Host.GiveRolesAsync(Host.Deployer, Roles.SuperAdministrator);
        var screen = Open(Host.Deployer, service);
        screen.Shows("eu-west");

        await Host.GiveRolesAsync(Host.Deployer, Roles.Reporter);

        screen.ShowsOff("Issue credential", "You are Reporter.");
        screen.ShowsNot("eu-west");
    }

    private Screen Open(SampleMember who, ServiceId service) =>
        Host.ScreenOf(who).Open<ServicePage>($"/services/{service}?tab=identity", ("Id", service.Value));

    private Task<ServiceId> ServiceAsync(Scopes kind = Scopes.Workers) => Host.DoAsync(Host.Owner, new RegisterService("checkout", kind));
}
