using System.Net;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Tests.Account;

public sealed class Setting_up
{
    private const string Password = "another set of quiet words";

    [Fact]
    public async Task Sign_in_redirects_to_set_up_until_the_first_account_exists_and_set_up_is_closed_afterwards()
    {
        await using var host = WebHost.Fresh();
        using var client = host.Visit();
        Assert.Equal("/setup", (await client.GetAsync("/login")).Headers.Location!.PathAndQuery);

        var created = await SetUpAsync(client, CodeOf(host));
        var again = await client.GetAsync("/setup");
        var signedIn = await client.SignInAsync("first@example.org", Password);

        Assert.Equal("/login?note=created", created.Headers.Location!.PathAndQuery);
        Assert.Equal("/login", again.Headers.Location!.PathAndQuery);
        Assert.Equal("/", signedIn.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task After_five_wrong_set_up_codes_the_right_code_is_refused()
    {
        await using var host = WebHost.Fresh();
        using var client = host.Visit();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SetUpAsync(client, "0000-0000-0000-0000-0000-0000-0000-0000")).StatusCode);
        }

        var late = await SetUpAsync(client, CodeOf(host));

        Assert.Contains("Restart the server for a new one.", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_password_uses_up_no_attempt_at_the_set_up_code()
    {
        await using var host = WebHost.Fresh();
        using var client = host.Visit();
        for (var i = 0; i < 6; i++)
        {
            Assert.Contains(
                "Use at least 12 characters.",
                await (await SetUpAsync(client, CodeOf(host), "short")).Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }

        Assert.Equal(HttpStatusCode.Redirect, (await SetUpAsync(client, CodeOf(host))).StatusCode);
    }

    [Theory]
    [InlineData("no address", "another set of quiet words")]
    [InlineData("first@example.org", "canary")]
    public async Task The_right_code_and_the_password_are_not_shown_again_when_another_field_is_wrong(string email, string password)
    {
        await using var host = WebHost.Fresh();
        using var client = host.Visit();
        var code = CodeOf(host);

        var answer = await client.PostAsync(
            "/setup",
            "setup",
            ("Input.Code", code),
            ("Input.Email", email),
            ("Input.Password", password),
            ("Input.ConfirmPassword", password)
        );
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("aria-invalid", page, StringComparison.Ordinal);
        Assert.DoesNotContain(code, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(password, page, StringComparison.Ordinal);
        Assert.Contains("Enter the code again.", page, StringComparison.Ordinal);
    }

    private static string CodeOf(WebHost host) => ((OpenVault)host.Services.GetService(typeof(OpenVault))!).SetupCode.Text;

    private static Task<HttpResponseMessage> SetUpAsync(HtmlClient client, string code, string password = Password) =>
        client.PostAsync(
            "/setup",
            "setup",
            ("Input.Code", code),
            ("Input.Email", "first@example.org"),
            ("Input.Password", password),
            ("Input.ConfirmPassword", password)
        );
}
