using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Requests that are large or many, that go to a provider that misbehaves, or that can't be written down.</summary>
public sealed class What_a_request_may_cost : WithGateways
{
    [Fact]
    public async Task A_provider_that_hangs_is_given_up()
    {
        var (house, user) = await MakeAsync(("Gateway:IdleSeconds", "1"));
        house.Provider.Answers["v1/hangs"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal((504, """{"error":"provider_timed_out"}"""), (await user.SendAsync("v1/hangs")).Told);
        Assert.Equal(200, (await user.SendAsync("v1/answers")).Status);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_told_of()
    {
        var (house, _) = await MakeAsync();
        var user = await GatewayUser.MakeAsync(house, "nowhere");

        Assert.Equal((502, """{"error":"provider_unreachable"}"""), (await user.SendAsync("v1/x", "nowhere")).Told);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task A_private_address_is_connected_to_only_where_that_is_configured(string allowed, bool isTried)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (house, _) = await MakeAsync(("Gateway:Providers:inside:Address", $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            ("Gateway:Providers:inside:AllowPrivateAddresses", allowed), ("Gateway:IdleSeconds", "1"));
        var user = await GatewayUser.MakeAsync(house, "inside");

        Assert.InRange((await user.SendAsync("v1/x", "inside")).Status, 502, 504);
        Assert.Equal(isTried, listener.Pending());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_its_length_is_said_or_not()
    {
        var (house, user) = await MakeAsync(("Gateway:LargestBodyBytes", "1000"));
        using var unsaid = user.Request("v1/large", body: new string('x', 1_001));
        unsaid.Headers.TransferEncodingChunked = true;

        var said = await user.SendAsync("v1/large", body: new string('x', 1_001));

        Assert.Equal((413, """{"error":"body_too_large"}"""), said.Told);
        Assert.Equal((413, """{"error":"body_too_large"}"""), (await GatewayAnswer.OfAsync(await house.Programs.SendPlainAsync(unsaid))).Told);
        Assert.Equal(200, (await user.SendAsync("v1/fits", body: new string('x', 1_000))).Status);
    }

    [Fact]
    public async Task Only_so_many_are_on_their_way_at_once()
    {
        var (house, user) = await MakeAsync(("Gateway:RequestsAtOnce", "1"));
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        house.Provider.Answers["v1/slow"] = async context =>
        {
            arrived.SetResult();
            await goOn.Task.WaitAsync(Patience);
        };
        var first = user.SendAsync("v1/slow");
        await arrived.Task.WaitAsync(Patience);

        Assert.Equal((503, """{"error":"gateway_busy"}"""), (await user.SendAsync("v1/other")).Told);
        goOn.SetResult();
        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await user.SendAsync("v1/other")).Status);
    }

    [Fact]
    public async Task Without_an_audit_log_no_key_leaves()
    {
        var (house, user) = await MakeAsync();
        Assert.Equal(200, (await user.SendAsync("v1/before")).Status);
        var file = Path.Combine(((Vault.VaultOptions)house.Programs.Site.Services.GetService(typeof(Vault.VaultOptions))!).Directory, "secrets-dashboard.db");
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """ALTER TABLE "AuditEntries" RENAME TO "Elsewhere" """;
        command.ExecuteNonQuery();

        Assert.Equal((503, """{"error":"storage_unavailable"}"""), (await user.SendAsync("v1/after")).Told);
        Assert.DoesNotContain(house.Provider.Heard, h => h.Target == "/base/v1/after");
    }
}
