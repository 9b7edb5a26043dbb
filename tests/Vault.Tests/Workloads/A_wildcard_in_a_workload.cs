using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Workloads;

public sealed class A_wildcard_in_a_workload : VaultTest
{
    private static readonly WorkloadInput Input = new(VaultTemplate.Issuer, "system:serviceaccount:shop:checkout", "here");

    private ServiceId _service;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await Host.ServiceAsync(Scopes.Workers);
    }

    [Theory]
    [InlineData("repo:octo-org/octo-repo:ref:refs/tags/*", "here", "workload_subject_pattern")]
    [InlineData("*", "here", "workload_subject_pattern")]
    [InlineData("system:serviceaccount:payments:checkout", "https://*.example.org", "workload_audience_pattern")]
    public async Task Mapping_rejects_a_star_that_looks_like_a_pattern_but_would_match_nothing(string subject, string audience, string code)
    {
        var problem = Assert.Single(
            Expect.Failed(
                await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_service, Input with { Subject = subject, Audience = audience })),
                code
            )
        );

        Assert.Contains("Patterns are not supported", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("octo", problem.Message, StringComparison.Ordinal);
        Assert.Empty((await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_service))).Mapped);
    }

    [Fact]
    public async Task A_star_that_was_mapped_before_stars_were_rejected_is_kept_and_can_be_unmapped()
    {
        await using (var db = Host.OpenDb())
        {
            db.Add(
                new WorkloadIdentity
                {
                    Id = new string('a', 32),
                    ServiceId = _service.Value,
                    StoreId = null,
                    Issuer = VaultTemplate.Issuer,
                    Subject = "old:*",
                    Audience = "here",
                    Created = Host.Now,
                }
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var mapped = Assert.Single((await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_service))).Mapped);

        Assert.Equal("old:*", mapped.Subject);
        await Host.DoAsync(Host.Owner, new UnmapWorkloadIdentity(_service, mapped.Id));
    }
}
