using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Account;

public sealed class One_time_links : IAsyncLifetime
{
    private const string Password = "another set of quiet words";

    private readonly WebHost _host = WebHost.SetUp();

    private static SampleMember Owner => WebTemplate.Members[0];
    private Gate Gate => (Gate)_host.Services.GetService(typeof(Gate))!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_invitation_link_leads_to_choosing_a_password_then_to_sign_in_then_to_the_pages()
    {
        var path = await InviteAsync("nina@example.org", Roles.Reporter);
        using var client = _host.Visit();

        var accepted = await AcceptAsync(client, path, Password, Password);
        var signedIn = await client.SignInAsync("nina@example.org", Password);

        Assert.Equal("/login?note=joined", accepted.Headers.Location!.PathAndQuery);
        Assert.Equal("/", signedIn.Headers.Location!.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/members")).StatusCode);
    }

    [Fact]
    public async Task An_invitation_page_lists_the_offered_roles_and_sends_no_referrer()
    {
        var path = await InviteAsync("nina@example.org", Roles.Admin | Roles.Reporter);
        using var client = _host.Visit();

        var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("Secrets Store Admin", text, StringComparison.Ordinal);
        Assert.Contains("Secrets Store Reporter", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Secrets Store Deployer", text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_replaced_and_forged_invitation_links_get_the_same_answer()
    {
        using var client = _host.Visit();
        var used = await InviteAsync("nina@example.org", Roles.None);
        await AcceptAsync(client, used, Password, Password);
        var replaced = await InviteAsync("zoe@example.org", Roles.None);
        await InviteAsync("zoe@example.org", Roles.None);

        var answers = new List<string>();
        foreach (var path in new[] { used, replaced, "/invitation/forged", "/invitation/" + new string('a', 64) })
        {
            var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            answers.Add(HtmlClient.WithoutTokens(await answer.Content.ReadAsStringAsync()));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("This invitation link is not valid", answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Accept invitation", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_invitation_page_contains_the_link_only_as_the_address_of_its_form()
    {
        var path = await InviteAsync("nina@example.org", Roles.None);
        using var client = _host.Visit();

        var pages = new[]
        {
            await client.ReadAsync(path),
            await (await AcceptAsync(client, path, "canary", "canary")).Content.ReadAsStringAsync(),
        };

        var address = $"action=\"{path}\""; // Written by the framework: the address at which the page is open anyway.
        Assert.All(
            pages,
            page =>
                Assert.DoesNotContain(path.Split('/')[^1], page.Replace(address, "", StringComparison.Ordinal), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_bad_password_is_reported_but_never_shown_and_the_invitation_link_stays_valid()
    {
        var path = await InviteAsync("nina@example.org", Roles.None);
        using var client = _host.Visit();

        var bad = await AcceptAsync(client, path, "canary", "canary");
        var text = await bad.Content.ReadAsStringAsync();
        var good = await AcceptAsync(client, path, Password, Password);

        Assert.Contains("Use at least 12 characters.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, good.StatusCode);
    }

    [Fact]
    public async Task An_email_address_that_contains_markup_is_shown_as_text()
    {
        var path = await InviteAsync("<script>alert(1)</script>@example.org", Roles.None);
        using var client = _host.Visit();

        Assert.DoesNotContain("<script>alert", await (await client.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepting_an_invitation_signs_out_the_member_who_is_signed_in_in_that_browser()
    {
        var path = await InviteAsync("nina@example.org", Roles.None);
        using var client = await _host.VisitAsync(Owner);

        Assert.Contains("signed in", await client.ReadAsync(path), StringComparison.Ordinal);
        await AcceptAsync(client, path, Password, Password);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode);
    }

    private async Task<string> InviteAsync(string email, Roles roles) =>
        WebTemplate.Done(await Gate.AskAsync(Owner.Caller, new InviteMember(email, roles))).Path;

    private static Task<HttpResponseMessage> AcceptAsync(HtmlClient client, string path, string password, string again) =>
        client.PostAsync(path, "invitation", ("Input.Password", password), ("Input.ConfirmPassword", again));
}
