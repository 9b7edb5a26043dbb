using System.Text.Json;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Workloads;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>A program that has nothing but the JWT that its cluster gives it.</summary>
public sealed class A_workload(WorkloadWebHost cluster) : IClassFixture<WorkloadWebHost>
{
    private const string Unknown = """{"error":"unknown_caller"}""";

    [Fact]
    public async Task A_workload_reads_what_its_service_is_bound_to()
    {
        var reader = await cluster.ReaderAsync("reads");
        var jwt = cluster.Issuer.Sign(cluster.Jwt with { Subject = "reads" });

        Assert.Equal("""[{"name":"KEY","version":1}]""", (await reader.GetWithAsync(jwt, Reader.Bindings)).Text);
        var value = await reader.GetWithAsync(jwt);
        Assert.Equal("a value", JsonDocument.Parse(value.Text).RootElement.GetProperty("value").GetString());
        Assert.Equal(304, (await reader.GetWithAsync(jwt, known: value.Tag)).Status);
        Assert.Equal(404, (await reader.GetWithAsync(jwt, Reader.Bindings + "/OTHER")).Status);
    }

    [Theory]
    [InlineData("ES256", WorkloadWebHost.OfFile)]
    [InlineData("RS256", WorkloadWebHost.OfSetting)]
    [InlineData("RS512", WorkloadWebHost.OfSetting)]
    [InlineData("PS256", WorkloadWebHost.OfSetting)]
    public async Task A_workload_is_accepted_with_keys_from_the_configuration(string algorithm, string issuer)
    {
        var reader = await cluster.ReaderAsync($"static-{algorithm}", issuer);

        var response = await reader.GetWithAsync(
            (cluster.Jwt with { Subject = $"static-{algorithm}", Algorithm = algorithm }).By(
                issuer,
                issuer == WorkloadWebHost.OfFile ? cluster.FileKey : cluster.SettingKey
            )
        );

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData(null)]
    public async Task A_workload_is_accepted_with_every_supported_JWT_type(string? type)
    {
        var reader = await cluster.ReaderAsync($"type-{type}");

        Assert.Equal(
            200,
            (
                await reader.GetWithAsync(
                    cluster.Issuer.Sign(
                        cluster.Jwt with
                        {
                            Subject = $"type-{type}",
                            Header = new() { ["typ"] = type },
                        }
                    )
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_workload_is_accepted_with_a_JWT_that_names_no_key()
    {
        var reader = await cluster.ReaderAsync("no-kid");

        Assert.Equal(
            200,
            (
                await reader.GetWithAsync(
                    cluster.Issuer.Sign(
                        cluster.Jwt with
                        {
                            Subject = "no-kid",
                            Header = new() { ["kid"] = null },
                        }
                    )
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_workload_is_accepted_until_its_JWT_ends_even_when_its_reads_are_cached()
    {
        var reader = await cluster.ReaderAsync("ends");
        var end = cluster.Time.GetUtcNow().AddMinutes(2);
        var jwt = cluster.Issuer.Sign(
            cluster.Jwt with
            {
                Subject = "ends",
                Claims = new() { ["exp"] = end.ToUnixTimeSeconds() },
            }
        );
        Assert.Equal((200, 200), ((await reader.GetWithAsync(jwt)).Status, (await reader.GetWithAsync(jwt)).Status));

        cluster.Time.SetUtcNow(end + WorkloadClaim.ClockSkew - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await reader.GetWithAsync(jwt)).Status);
        cluster.Time.SetUtcNow(end + WorkloadClaim.ClockSkew);
        Assert.Equal((401, Unknown), StatusAndText(await reader.GetWithAsync(jwt)));

        Assert.Equal("This credential has expired.", (await LastRowAsync()).AuthorizationReason);
        Assert.Equal(200, (await reader.GetWithAsync(cluster.Issuer.Sign(cluster.Jwt with { Subject = "ends" }))).Status);
    }

    [Fact]
    public async Task A_workload_is_refused_once_its_mapping_is_removed_and_accepted_once_it_is_back()
    {
        var reader = await Reader.MakeAsync(cluster.Api);
        var mapped = await cluster.MapAsync(reader, "removed");
        var jwt = cluster.Issuer.Sign(cluster.Jwt with { Subject = "removed" });
        Assert.Equal((200, 200), ((await reader.GetWithAsync(jwt)).Status, (await reader.GetWithAsync(jwt)).Status));

        await cluster.Api.DoAsync(new UnmapWorkloadIdentity(reader.Service, mapped.Id));
        Assert.Equal((401, Unknown), StatusAndText(await reader.GetWithAsync(jwt)));
        await cluster.MapAsync(reader, "removed");

        Assert.Equal(200, (await reader.GetWithAsync(jwt)).Status);
    }

    [Fact]
    public async Task A_workload_follows_changes_to_scopes_and_bindings()
    {
        var reader = await cluster.ReaderAsync("scopes");
        var jwt = cluster.Issuer.Sign(cluster.Jwt with { Subject = "scopes" });
        Assert.Equal((200, 200), ((await reader.GetWithAsync(jwt)).Status, (await reader.GetWithAsync(jwt)).Status));

        await cluster.Api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal((403, """{"error":"refused"}"""), StatusAndText(await reader.GetWithAsync(jwt)));
        await cluster.Api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Workers));
        Assert.Equal(200, (await reader.GetWithAsync(jwt)).Status);
        await cluster.Api.DoAsync(new UnbindSecret(reader.Service, "KEY"));

        Assert.Equal(404, (await reader.GetWithAsync(jwt)).Status);
    }

    [Fact]
    public async Task The_audit_log_names_a_workload_and_does_not_contain_its_JWT()
    {
        var reader = await cluster.ReaderAsync("audited");
        var jwt = cluster.Issuer.Sign(cluster.Jwt with { Subject = "audited" });
        await reader.GetWithAsync(jwt);

        var row = await LastRowAsync();
        Assert.Equal(
            (ActorKind.Service, reader.Service.Value, Act.Resolve, AuditResult.Done),
            (row.ActorKind, row.ActorId, row.Act, row.Result)
        );
        Assert.EndsWith(" (audited)", row.ActorName, StringComparison.Ordinal);
        Assert.Contains("\"subject\":\"audited\"", row.Details, StringComparison.Ordinal);
        Assert.Contains($"\"issuer\":\"{cluster.Issuer.Address}\"", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain(jwt.Split('.')[2], row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(jwt.Split('.')[1], row.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_with_an_unmapped_subject_or_audience_is_refused_and_named_in_the_audit_log()
    {
        var reader = await cluster.ReaderAsync("mapped");

        foreach (
            var other in new[]
            {
                cluster.Jwt with
                {
                    Subject = "Mapped",
                },
                cluster.Jwt with
                {
                    Subject = "mapped",
                    Audience = "secrets-dashboard/",
                },
                cluster.Jwt with
                {
                    Subject = "mapped",
                    Audience = new[] { "other" },
                },
            }
        )
        {
            Assert.Equal((401, Unknown), StatusAndText(await reader.GetWithAsync(cluster.Issuer.Sign(other))));
            Assert.Equal($"{other.Subject} of {cluster.Issuer.Address}", (await LastRowAsync()).ActorName);
        }
        Assert.Equal(
            401,
            (await reader.GetWithAsync((cluster.Jwt with { Subject = "mapped" }).By(WorkloadWebHost.OfSetting, cluster.SettingKey))).Status
        );
    }

    [Fact]
    public async Task A_JWT_with_several_audiences_identifies_one_service_or_is_refused()
    {
        var (one, two) = (await cluster.ReaderAsync("several", audience: "one"), await cluster.ReaderAsync("several", audience: "two"));
        await cluster.MapAsync(one, "several", audience: "three");
        Jwt For(params string[] audiences) => cluster.Jwt with { Subject = "several", Audience = audiences };

        Assert.Equal(200, (await one.GetWithAsync(cluster.Issuer.Sign(For("elsewhere", "one")))).Status);
        Assert.Equal(200, (await one.GetWithAsync(cluster.Issuer.Sign(For("three", "one", "one")))).Status);
        Assert.Equal(200, (await two.GetWithAsync(cluster.Issuer.Sign(For("two")))).Status);
        Assert.Equal(401, (await two.GetWithAsync(cluster.Issuer.Sign(For("two", "one")))).Status);
        Assert.Equal(401, (await one.GetWithAsync(cluster.Issuer.Sign(For("one", "2", "3", "4", "5", "6", "7", "8", "9")))).Status);
    }

    [Fact]
    public async Task The_last_use_of_a_workload_is_recorded_to_the_minute()
    {
        var reader = await Reader.MakeAsync(cluster.Api);
        await cluster.MapAsync(reader, "used");
        var at = cluster.Time.GetUtcNow();
        await reader.GetWithAsync(cluster.Issuer.Sign(cluster.Jwt with { Subject = "used" }));

        var first = Assert.Single((await cluster.Api.DoAsync(new ListWorkloadIdentities(reader.Service))).Mapped);
        cluster.Time.Advance(TimeSpan.FromSeconds(59));
        await reader.GetWithAsync(cluster.Issuer.Sign(cluster.Jwt with { Subject = "used" }));
        var second = Assert.Single((await cluster.Api.DoAsync(new ListWorkloadIdentities(reader.Service))).Mapped);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await reader.GetWithAsync(cluster.Issuer.Sign(cluster.Jwt with { Subject = "used" }));
        var third = Assert.Single((await cluster.Api.DoAsync(new ListWorkloadIdentities(reader.Service))).Mapped);

        Assert.Equal(
            [at.ToUnixTimeMilliseconds(), at.ToUnixTimeMilliseconds(), at.AddMinutes(1).ToUnixTimeMilliseconds()],
            new[] { first, second, third }.Select(m => m.LastUsed!.Value.ToUnixTimeMilliseconds())
        );
    }

    private static (int, string) StatusAndText(RuntimeResponse response) => (response.Status, response.Text);

    private async Task<AuditRow> LastRowAsync() =>
        (await cluster.Api.DoAsync(new ListAudit(new AuditFilter(ActorKind: ActorKind.Service)))).Rows[0];
}
