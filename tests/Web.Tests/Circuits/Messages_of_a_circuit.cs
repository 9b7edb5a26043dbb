namespace SecretsDashboard.Web.Tests.Circuits;

public sealed class Messages_of_a_circuit
{
    private const int BeyondTheLimit = 600 * 1024;

    [Fact]
    public async Task A_message_over_the_limit_ends_only_its_own_connection()
    {
        await using var host = WebHost.With();
        using var member = await SignedIn.AsAsync(host, WebTemplate.Members[0]);
        await using var large = await member.ConnectAsync();
        await using var other = await member.ConnectAsync();
        Assert.NotNull(await large.StartAsync(SignedIn.Members));
        Assert.NotNull(await other.StartAsync(SignedIn.Members));

        Assert.Null(await large.InvokeAsync("UpdateRootComponents", new string('x', BeyondTheLimit), ""));
        await large.Closed;

        await other.RenderAsync(await member.PageAsync("/members"));
        Assert.Contains("Members", other.RenderedText, StringComparison.Ordinal);
    }
}
