using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SecretsDashboard.E2E.Attacks;

namespace SecretsDashboard.Web.Tests.Circuits;

/// <summary>Data of one session is useless to another: the components of a page, a circuit's id, a connection's token.</summary>
public sealed class Circuits_of_other_sessions : IAsyncLifetime
{
    private readonly WebHost _host = WebHost.SetUp();
    private SignedIn _owner = null!;
    private SignedIn _reporter = null!;

    public async ValueTask InitializeAsync()
    {
        _owner = await SignedIn.AsAsync(_host, WebTemplate.Members[0]);
        _reporter = await SignedIn.AsAsync(_host, WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _reporter.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_page_is_rendered_for_the_session_that_it_was_made_for()
    {
        var rendered = await RenderAsync(_owner, await _owner.PageAsync("/members"));

        Assert.Contains("Invite member", rendered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Components_of_another_session_are_not_rendered()
    {
        await CheckAsync(victim: _owner, page: await _reporter.PageAsync("/members"));
        await CheckAsync(victim: _reporter, page: await _owner.PageAsync("/members"));

        static async Task CheckAsync(SignedIn victim, string page)
        {
            var rendered = await RenderAsync(victim, page);

            Assert.Contains("another sign-in", rendered, StringComparison.Ordinal);
            Assert.DoesNotContain("example.org", rendered, StringComparison.Ordinal); // No e-mail address of any member.
            Assert.DoesNotContain("Invite member", rendered, StringComparison.Ordinal);
            Assert.DoesNotContain("Sign out", rendered, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Components_of_an_earlier_session_of_the_same_member_are_not_rendered()
    {
        using var other = await SignedIn.AsAsync(_host, WebTemplate.Members[0]);

        var rendered = await RenderAsync(other, await _owner.PageAsync("/members"));

        Assert.Contains("another sign-in", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("Invite member", rendered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circuit_can_be_taken_over_only_by_its_own_session()
    {
        var circuit = await _owner.ConnectAsync();
        var id = await circuit.StartAsync(SignedIn.Members);
        Assert.NotNull(id);

        Assert.False(await TakesOverAsync(_reporter, id));
        using (var ownAgain = await SignedIn.AsAsync(_host, WebTemplate.Members[0]))
        {
            Assert.False(await TakesOverAsync(ownAgain, id)); // The same member, another session.
        }
        // And its owner still has it.
        Assert.Contains("Invite member", await RenderAsync(circuit, await _owner.PageAsync("/members")), StringComparison.Ordinal);

        await circuit.DisposeAsync();
        Assert.False(await TakesOverAsync(_reporter, id));
        Assert.True(await TakesOverAsync(_owner, id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("invented")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_circuit_id_is_refused_like_one_of_another_session(string id) =>
        Assert.False(await TakesOverAsync(_owner, id));

    [Fact]
    public async Task An_ended_circuit_id_is_refused_like_one_of_another_session()
    {
        await using var circuit = await _owner.ConnectAsync();
        var id = await circuit.StartAsync(SignedIn.Members);

        await _owner.EndAsync(id!);

        Assert.False(await TakesOverAsync(_owner, id!));
    }

    [Fact]
    public async Task A_connection_with_a_circuit_cannot_take_over_a_second_one()
    {
        await using var one = await _owner.ConnectAsync();
        await using var other = await _owner.ConnectAsync();
        await one.StartAsync(SignedIn.Members);
        var second = await other.StartAsync(SignedIn.Members);

        Assert.False(await one.ConnectAsync(second!));
    }

    [Fact]
    public async Task A_circuit_can_be_ended_only_by_its_own_session()
    {
        await using var circuit = await _owner.ConnectAsync();
        var id = await circuit.StartAsync(SignedIn.Members);

        Assert.Equal(HttpStatusCode.BadRequest, (await _reporter.EndAsync(id!)).StatusCode);
        Assert.Contains("Invite member", await RenderAsync(circuit, await _owner.PageAsync("/members")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _owner.EndAsync(id!)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _owner.EndAsync(id!)).StatusCode);
    }

    [Fact]
    public async Task A_circuit_cannot_be_paused_or_resumed()
    {
        await using var circuit = await _owner.ConnectAsync();
        var id = await circuit.StartAsync(SignedIn.Members);

        Assert.Equal(false, await circuit.InvokeAsync("PauseCircuit"));
        await using var other = await _owner.ConnectAsync();
        Assert.Null(await other.InvokeAsync("ResumeCircuit", id, "http://127.0.0.1/", SignedIn.Members.AbsoluteUri, "[]", ""));
    }

    [Fact]
    public async Task A_connections_token_is_of_no_use_to_another_session()
    {
        var negotiated = await (
            await _owner.Client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        var address = $"/_blazor?id={Uri.EscapeDataString(negotiated.GetProperty("connectionToken").GetString()!)}";
        await _owner.Client.GetAsync(address); // The first poll opens the connection.
        await SendAsync("""{"protocol":"blazorpack","version":1}"""u8.ToArray());
        await SendAsync(
            BlazorPack.Write(
                1,
                new Dictionary<string, string>(),
                "1",
                "StartCircuit",
                new object?[] { "http://127.0.0.1/", SignedIn.Members.AbsoluteUri, "[]", "" },
                Array.Empty<object?>()
            )
        );
        string received;
        do
        {
            received = await _owner.Client.GetStringAsync(address);
        } while (!received.Contains("CfDJ8", StringComparison.Ordinal)); // The id of the circuit.

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete })
        {
            var answer = await _reporter.Client.SendAsync(new HttpRequestMessage(method, address));
            var unknown = await _reporter.Client.SendAsync(new HttpRequestMessage(method, "/_blazor?id=unknown"));

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(await unknown.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        }
        await SendAsync(BlazorPack.Write(6)); // A ping: its owner's connection is still there.

        async Task SendAsync(byte[] message) =>
            Assert.Equal(HttpStatusCode.OK, (await _owner.Client.PostAsync(address, new ByteArrayContent(message))).StatusCode);
    }

    private static async Task<bool> TakesOverAsync(SignedIn who, string circuit)
    {
        await using var connection = await who.ConnectAsync();
        return await connection.ConnectAsync(circuit);
    }

    private static async Task<string> RenderAsync(SignedIn who, string page)
    {
        await using var circuit = await who.ConnectAsync();
        Assert.NotNull(await circuit.StartAsync(SignedIn.Members));
        return await RenderAsync(circuit, page);
    }

    private static async Task<string> RenderAsync(RawCircuit circuit, string page)
    {
        Assert.NotEmpty(RawCircuit.Markers(page));
        await circuit.RenderAsync(page);
        return circuit.RenderedText;
    }
}
