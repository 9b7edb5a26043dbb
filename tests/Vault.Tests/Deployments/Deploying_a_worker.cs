using System.Text;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Services;
using static SecretsDashboard.Vault.Tests.Deployments.Uploads;

namespace SecretsDashboard.Vault.Tests.Deployments;

public sealed class Deploying_a_worker : VaultTest
{
    [Theory]
    [InlineData(Roles.SuperAdministrator)]
    [InlineData(Roles.Deployer)]
    public async Task A_first_deploy_registers_the_worker_binds_its_secrets_and_keeps_its_modules(Roles roles)
    {
        var store = await StoreAsync("KEY");
        var deployer = await Host.MemberAsync(roles);

        var deployed = await Host.DoAsync(deployer, new DeployWorker("shop", null, Of(Secret("API_KEY", store, "KEY"), Plain("GREETING"))));

        var detail = await Host.DoAsync(deployer, new GetService(deployed.Service));
        Assert.Equal(("shop", Scopes.Workers, null), (detail.Service.Name, detail.Service.Kind, detail.Service.Store));
        Assert.Equal(
            ("API_KEY", "KEY", BindingState.Live),
            (detail.Bindings.Single().Variable, detail.Bindings.Single().SecretName, detail.Bindings.Single().State)
        );
        var kept = Assert.Single(await Host.DoAsync(deployer, new ListDeployments(deployed.Service)));
        Assert.Equal(
            (1, "index.js", 8, "2026-01-01", true, deployer.Email),
            (kept.Number, kept.MainModule, kept.Size, kept.CompatibilityDate, kept.IsCurrent, kept.By)
        );
        Assert.Equal(
            ["API_KEY secrets_store_secret KEY", "GREETING plain_text "],
            kept.Bindings.Select(b => $"{b.Name} {b.Type} {b.SecretName}")
        );
        await using var db = Host.OpenDb();
        Assert.Equal(
            ("index.js", "application/javascript+module", 8),
            db.DeploymentModules.Select(m => new
                {
                    m.Name,
                    m.ContentType,
                    m.Content.Length,
                })
                .AsEnumerable()
                .Select(m => (m.Name, m.ContentType, m.Length))
                .Single()
        );
    }

    [Fact]
    public async Task A_second_deploy_replaces_the_workers_bindings_with_those_of_the_upload()
    {
        var store = await StoreAsync("ONE", "TWO", "THREE");
        var first = await Host.DoAsync(
            Host.Owner,
            new DeployWorker("shop", null, Of(Secret("STAYS", store, "ONE"), Secret("TURNS", store, "ONE"), Secret("GOES", store, "TWO")))
        );
        Host.Time.Advance(TimeSpan.FromMinutes(1));

        var second = await Host.DoAsync(
            Host.Owner,
            new DeployWorker(
                "shop",
                null,
                Of(Secret("STAYS", store, "ONE"), Secret("TURNS", store, "THREE"), Secret("COMES", store, "TWO"))
            )
        );

        Assert.Equal((first.Service, 2), (second.Service, second.Number));
        Assert.Equal(["COMES TWO", "STAYS ONE", "TURNS THREE"], await Host.BoundAsync(first.Service));
        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (Act.Deploy, AuditResult.Done, first.Service.Value, CheckResult.Passed, CheckResult.Passed),
            (row.Act, row.Result, row.TargetId, row.Authorization, row.Scope)
        );
        Assert.Contains("\"bound\":\"TURNS, COMES\"", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"kept\":\"STAYS\"", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"unbound\":\"GOES\"", row.Details, StringComparison.Ordinal);
        var service = (await Host.DoAsync(Host.Owner, new GetService(first.Service))).Service;
        Assert.Equal((Host.Now, Host.Now.AddMinutes(-1)), (service.Modified, service.Created));
    }

    [Fact]
    public async Task A_deploy_takes_over_inherited_bindings_even_under_another_name()
    {
        var store = await StoreAsync("ONE", "TWO");
        var service = (
            await Host.DoAsync(
                Host.Owner,
                new DeployWorker("shop", null, Of(Secret("A", store, "ONE"), Secret("B", store, "TWO"), Plain("GREETING")))
            )
        ).Service;

        await Host.DoAsync(
            Host.Owner,
            new DeployWorker("shop", null, Of(Inherit("A", from: "B"), Inherit("B", from: "A"), Inherit("GREETING")))
        );

        Assert.Equal(["A TWO", "B ONE"], await Host.BoundAsync(service));
        Assert.Equal(
            "GREETING plain_text",
            (await Host.DoAsync(Host.Owner, new ListDeployments(service)))[0].Bindings.Select(b => $"{b.Name} {b.Type}").Last()
        );
    }

    [Fact]
    public async Task A_deploy_keeps_only_the_types_of_bindings_that_the_upload_asks_to_keep()
    {
        var store = await StoreAsync("ONE", "TWO");
        var service = (
            await Host.DoAsync(
                Host.Owner,
                new DeployWorker("shop", null, Of(Secret("A", store, "ONE"), Plain("GREETING"), new UploadedBinding("KV", "kv_namespace")))
            )
        ).Service;

        await Host.DoAsync(
            Host.Owner,
            new DeployWorker("shop", null, Of(Secret("B", store, "TWO")) with { KeptTypes = ["secrets_store_secret", "plain_text"] })
        );
        Assert.Equal(["A ONE", "B TWO"], await Host.BoundAsync(service));
        Assert.Equal(
            ["B", "A", "GREETING"],
            (await Host.DoAsync(Host.Owner, new ListDeployments(service)))[0].Bindings.Select(b => b.Name)
        );

        await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of()));
        Assert.Empty(await Host.BoundAsync(service));
    }

    [Fact]
    public async Task A_deploy_without_secrets_needs_only_the_right_to_deploy()
    {
        var deployed = await Host.DoAsync(await Host.MemberAsync(Roles.Deployer), new DeployWorker("shop", null, Of()));

        var row = await Host.LastAuditAsync();
        Assert.Equal((deployed.Service.Value, CheckResult.Passed, CheckResult.NotApplicable), (row.TargetId, row.Authorization, row.Scope));
        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.Admin), new DeployWorker("shop", null, Of())));
    }

    [Fact]
    public async Task The_newest_ten_deployments_are_kept_and_older_ones_are_deleted_with_their_modules()
    {
        ServiceId service = default;
        for (var i = 0; i < ListDeployments.MaxStored + 2; i++)
        {
            service = (await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of()))).Service;
        }

        var kept = await Host.DoAsync(Host.Owner, new ListDeployments(service));
        Assert.Equal(Enumerable.Range(3, 10).Reverse(), kept.Select(d => d.Number));
        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], kept.Select(d => d.IsCurrent));
        Assert.Equal((1, 0, 10, 10), await Host.CountsAsync());
    }

    [Fact]
    public async Task An_account_worker_and_a_stores_worker_of_the_same_name_are_separate()
    {
        var store = await StoreAsync("KEY");
        var ofStore = (await Host.DoAsync(Host.Owner, new DeployWorker("shop", store, Of(Secret("API_KEY", store, "KEY"))))).Service;

        var ofAccount = (await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of()))).Service;

        Assert.NotEqual(ofStore, ofAccount);
        Assert.Equal(["API_KEY KEY"], await Host.BoundAsync(ofStore));
        Assert.Equal(ofAccount, (await Host.DoAsync(Host.Owner, new GetWorker("shop", null))).Id);
        Assert.Equal(ofStore, (await Host.DoAsync(Host.Owner, new GetWorker("shop", store))).Id);
    }

    [Fact]
    public async Task A_worker_can_have_a_thousand_secrets_and_one_more_exceeds_the_limit()
    {
        var store = await StoreAsync("KEY");
        UploadedBinding[] many = [.. Enumerable.Range(0, 1_001).Select(i => Secret($"V{i}", store, "KEY"))];

        var service = (await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of(many[..1_000])))).Service;
        Assert.Equal(1_000, (await Host.BoundAsync(service)).Count);
        Assert.True(Encoding.UTF8.GetByteCount((await Host.LastAuditAsync()).Details!) < 2_000);

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeployWorker("shop", null, Of(many))), "maximum_bindings_exceeded");
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new DeployWorker("shop", null, Of(Secret("MORE", store, "KEY")) with { KeptTypes = ["secrets_store_secret"] })
            ),
            "maximum_bindings_exceeded"
        );
        Assert.Equal(1_000, (await Host.BoundAsync(service)).Count);
    }

    [Fact]
    public async Task Removing_a_worker_by_name_also_removes_its_bindings_and_uploads_when_forced()
    {
        var store = await StoreAsync("KEY");
        await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of(Secret("API_KEY", store, "KEY"))));

        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveWorker("shop", null)), "service_in_use");
        await Host.DoAsync(Host.Owner, new RemoveWorker("shop", null, Force: true));

        Assert.Equal((0, 0, 0, 0), await Host.CountsAsync());
        Expect.Outside(await Host.AskAsync(Host.Owner, new RemoveWorker("shop", null, Force: true)));
    }

    private async Task<StoreId> StoreAsync(params string[] secrets)
    {
        var store = await Host.StoreAsync();
        foreach (var name in secrets)
        {
            await Host.SecretAsync(store, name);
        }
        return store;
    }
}
