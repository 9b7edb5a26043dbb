namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Requests that are too large or too many, and what they leave for others.</summary>
public sealed class Limits_of_a_gateway : GatewayTest
{
    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_or_without_a_declared_length()
    {
        var (host, user) = await MakeAsync(("Gateway:LargestBodyBytes", "1000"));
        using var chunked = user.Request("v1/large", body: new string('x', 1_001));
        chunked.Headers.TransferEncodingChunked = true;

        var response = await user.SendAsync("v1/large", body: new string('x', 1_001));

        Assert.Equal((413, """{"error":"body_too_large"}"""), response.StatusAndText);
        Assert.Equal(
            (413, """{"error":"body_too_large"}"""),
            (await GatewayResponse.OfAsync(await host.Api.SendPlainAsync(chunked))).StatusAndText
        );
        Assert.Equal(200, (await user.SendAsync("v1/fits", body: new string('x', 1_000))).Status);
    }

    [Fact]
    public async Task The_number_of_concurrent_gateway_requests_is_limited()
    {
        var (host, user) = await MakeAsync(("Gateway:RequestsAtOnce", "1"));
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Provider.Answers["v1/slow"] = async context =>
        {
            arrived.SetResult();
            await goOn.Task.WaitAsync(MaxWait);
        };
        var first = user.SendAsync("v1/slow");
        await arrived.Task.WaitAsync(MaxWait);

        Assert.Equal((503, """{"error":"gateway_busy"}"""), (await user.SendAsync("v1/other")).StatusAndText);
        goOn.SetResult();
        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await SendWhenSlotIsFreeAsync(user, "v1/other")).Status);
    }

    [Fact]
    public async Task Neither_a_busy_gateway_nor_a_hanging_provider_blocks_other_gateways()
    {
        var (host, busy) = await MakeAsync(("Gateway:RequestsAtOnce", "6"));
        var (other, otherProvider) = (await GatewayClient.MakeAsync(host), await GatewayClient.MakeAsync(host, "bare"));
        using var arrived = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        host.Provider.Answers["v1/hangs"] = context =>
        {
            arrived.Release();
            return goOn.Task.WaitAsync(MaxWait);
        };
        List<Task<GatewayResponse>> hanging = [busy.SendAsync("v1/hangs"), busy.SendAsync("v1/hangs")];
        Assert.True(await arrived.WaitAsync(MaxWait) && await arrived.WaitAsync(MaxWait));

        Assert.Equal((503, """{"error":"gateway_busy"}"""), await busy.SendAsync("v1/one-more") is var held ? held.StatusAndText : default);
        Assert.Equal("1", held.Headers["Retry-After"]);
        Assert.Equal(
            (401, """{"error":"unknown_caller"}"""),
            (await (busy with { Credential = "sds_guess" }).SendAsync("v1/one-more")).StatusAndText
        ); // Unauthenticated callers do not learn this.
        Assert.Equal(200, (await other.SendAsync("v1/fits")).Status);

        hanging.Add(other.SendAsync("v1/hangs"));
        Assert.True(await arrived.WaitAsync(MaxWait));
        Assert.Equal(503, (await other.SendAsync("v1/one-more")).Status);
        Assert.Equal(200, (await otherProvider.SendAsync("v1/fits", "bare")).Status);

        goOn.SetResult();
        Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(200, (await SendWhenSlotIsFreeAsync(busy, "v1/again")).Status);
    }

    [Fact]
    public async Task Without_an_audit_log_no_key_is_sent_to_a_provider()
    {
        var (host, user) = await MakeAsync();
        Assert.Equal(200, (await user.SendAsync("v1/before")).Status);
        Run(host, """ALTER TABLE "AuditTail" RENAME TO "Elsewhere" """);

        Assert.Equal((503, """{"error":"storage_unavailable"}"""), (await user.SendAsync("v1/after")).StatusAndText);
        Assert.DoesNotContain(host.Provider.Received, h => h.Target == "/base/v1/after");
    }

    // The rows of remembered uses alone go into this table, from where a clock moves them now and then.
    [Fact]
    public async Task A_remembered_key_is_not_sent_when_no_audit_row_can_be_written()
    {
        var (host, user) = await MakeAsync();
        Run(
            host,
            """CREATE TRIGGER "no" BEFORE INSERT ON "AuditTail" WHEN (SELECT COUNT(*) FROM "AuditTail") >= 2 """
                + """BEGIN SELECT RAISE(ABORT, 'no'); END"""
        );
        var (answer, taken) = (await user.SendAsync("v1/uses"), 0);

        for (; answer.Status == 200 && taken < 100; taken++)
        {
            answer = await user.SendAsync("v1/uses");
        }

        Assert.Equal((503, """{"error":"storage_unavailable"}"""), answer.StatusAndText);
        Assert.InRange(taken, 3, 99);
        Assert.Equal(taken, host.Provider.Received.Count(h => h.Target == "/base/v1/uses"));
    }

    private static void Run(GatewayWebHost host, string sql)
    {
        var file = Path.Combine(
            ((Vault.VaultOptions)host.Api.Host.Services.GetService(typeof(Vault.VaultOptions))!).Directory,
            "secrets-dashboard.db"
        );
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
