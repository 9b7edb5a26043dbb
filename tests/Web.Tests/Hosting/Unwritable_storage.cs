using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>Pages without script say so, and do nothing, when no audit row can be written: what a
/// full disk does, done here by a commit that the database refuses.</summary>
public sealed class Unwritable_storage : IAsyncLifetime
{
    private readonly WebHost _host = WebHost.SetUp();

    private static SampleMember Owner => WebTemplate.Members[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Sign_in_fails_while_the_storage_cannot_be_written_and_works_again_afterwards()
    {
        using var client = _host.Visit();
        var page = await client.ReadAsync("/login");
        Break();

        var answer = await client.PostRawAsync(
            "/login",
            ("_handler", "login"),
            ("__RequestVerificationToken", HtmlClient.TokenOf(page)),
            ("Input.Email", Owner.Email),
            ("Input.Password", SampleMember.Password)
        );

        await AssertUnavailableAsync(answer);
        RepairDatabase();
        Assert.Equal("/", (await client.SignInAsync(Owner.Email, SampleMember.Password)).Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task An_invitation_and_an_export_report_unavailable_storage_and_work_again_afterwards()
    {
        using var owner = await _host.VisitAsync(Owner);
        var gate = (Gate)_host.Services.GetService(typeof(Gate))!;
        var invited = WebTemplate.Done(await gate.AskAsync(Owner.Caller, new InviteMember("nina@example.org", Roles.Reporter)));
        using var client = _host.Visit();
        Break();

        await AssertUnavailableAsync(await client.GetAsync(invited.Path));
        await AssertUnavailableAsync(await owner.GetAsync("/secrets/export.csv"));
        RepairDatabase();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(invited.Path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/secrets/export.csv")).StatusCode);
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage answer)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<h1 tabindex=\"-1\">The storage is unavailable</h1>", text, StringComparison.Ordinal);
        Assert.Contains(
            "The server can't write to its storage now; its disk may be full. Nothing was changed.",
            text,
            StringComparison.Ordinal
        );
        Assert.Matches("give this request id to whoever runs the server: <code class=\"sd-mono\">[^<]+</code>", text);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            c => c.Contains("-session=", StringComparison.Ordinal) && !c.Contains("-session=;", StringComparison.Ordinal)
        );
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    private void Break() =>
        _host.Sql(
            """
            CREATE TABLE Nowhere (Id TEXT REFERENCES Stores (Id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER BreakCommits AFTER INSERT ON AuditEntries BEGIN INSERT INTO Nowhere VALUES ('nowhere'); END
            """
        );

    private void RepairDatabase() => _host.Sql("DROP TRIGGER BreakCommits; DROP TABLE Nowhere");
}
