using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>Pages without script say so, and do nothing, when no audit row can be written: what a full disk does, done here by a commit that the database refuses.</summary>
public sealed class A_storage_that_can_not_be_written : IAsyncLifetime
{
    private readonly Site _site = Site.SetUp();

    private static Resident Owner => Template.Residents[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Lets_nobody_in_and_everybody_when_it_can_be_again()
    {
        using var visitor = _site.Visit();
        var page = await visitor.ReadAsync("/login");
        Break();

        var answer = await visitor.PostRawAsync("/login", ("_handler", "login"), ("__RequestVerificationToken", Visitor.TokenOf(page)), ("Input.Email", Owner.Email), ("Input.Password", Resident.Password));

        await SaysSoAsync(answer);
        Mend();
        Assert.Equal("/", (await visitor.SignInAsync(Owner.Email, Resident.Password)).Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task Says_so_where_a_link_is_opened_or_a_list_is_exported_and_uses_nothing_up()
    {
        using var owner = await _site.VisitAsync(Owner);
        var gate = (Gate)_site.Services.GetService(typeof(Gate))!;
        var invited = Template.Done(await gate.AskAsync(Owner.Caller, new InviteMember("nina@example.org", Roles.Reporter)));
        using var visitor = _site.Visit();
        Break();

        await SaysSoAsync(await visitor.GetAsync(invited.Path));
        await SaysSoAsync(await owner.GetAsync("/secrets/export.csv"));
        Mend();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(invited.Path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/secrets/export.csv")).StatusCode);
    }

    private static async Task SaysSoAsync(HttpResponseMessage answer)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<h1 tabindex=\"-1\">The storage is unavailable</h1>", text, StringComparison.Ordinal);
        Assert.Contains("The server can't write to its storage now; its disk may be full. Nothing was changed.", text, StringComparison.Ordinal);
        Assert.Matches("give this request id to whoever runs the server: <code class=\"sd-mono\">[^<]+</code>", text);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.Contains("-session=", StringComparison.Ordinal) && !c.Contains("-session=;", StringComparison.Ordinal));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private void Break() => _site.Sql("""
        CREATE TABLE Nowhere (Id TEXT REFERENCES Stores (Id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER BreakCommits AFTER INSERT ON AuditEntries BEGIN INSERT INTO Nowhere VALUES ('nowhere'); END
        """);

    private void Mend() => _site.Sql("DROP TRIGGER BreakCommits; DROP TABLE Nowhere");
}
