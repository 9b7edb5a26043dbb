using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Secrets;
using static SecretsDashboard.Vault.Tests.Deployments.Uploads;

namespace SecretsDashboard.Vault.Tests.Deployments;

/// <summary>Whatever the reason: nothing of it was done, and its one audit row says which check failed on which binding.</summary>
public sealed class A_rejected_deployment : VaultTest
{
    private StoreId _store;

    [Fact]
    public async Task A_refused_deploy_names_each_secret_that_the_second_check_refuses_and_changes_nothing()
    {
        await ArrangeAsync();
        var before = await Host.CountsAsync();

        var outcome = await Host.AskAsync(
            Host.Owner,
            new DeployWorker(
                "shop",
                null,
                Of(Secret("GOOD", _store, "KEY"), Secret("BAD", _store, "DEX_ONLY"), Secret("NONE", _store, "NOBODY"))
            )
        );

        var refused = Assert.IsType<Refused<DeployedWorker>>(outcome);
        Assert.Equal((CheckResult.Passed, CheckResult.Failed), (refused.Decision.Authorization.Result, refused.Decision.Scope.Result));
        Assert.Contains("the secret's scopes are DEX", refused.Decision.Scope.Reason, StringComparison.Ordinal);
        Assert.Equal(["BAD False", "NONE True"], refused.Secrets.Select(s => $"{s.Use.Variable} {s.Decision.HiddenTarget}"));
        Assert.Equal(before, await Host.CountsAsync());
        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (Act.Deploy, AuditResult.Refused, CheckResult.Passed, CheckResult.Failed),
            (row.Act, row.Result, row.Authorization, row.Scope)
        );
        Assert.Contains("BAD (secret scope), NONE (not found)", row.Details, StringComparison.Ordinal);
        Assert.Equal(("shop", await IdAsync("DEX_ONLY")), (row.TargetName, row.RelatedId));
    }

    [Fact]
    public async Task A_refused_deploy_leaves_the_worker_as_it_was()
    {
        await ArrangeAsync();
        var service = (await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of(Secret("API_KEY", _store, "KEY"))))).Service;
        var before = await Host.CountsAsync();

        Expect.Refused(
            await Host.AskAsync(
                Host.Owner,
                new DeployWorker("shop", null, Of(Secret("API_KEY", _store, "DEX_ONLY"), Secret("NEW", _store, "KEY")))
            )
        );

        Assert.Equal(["API_KEY KEY"], await Host.BoundAsync(service));
        Assert.Equal(before, await Host.CountsAsync());
        Assert.Equal(service.Value, (await Host.LastAuditAsync()).TargetId);
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    [InlineData(Roles.None)]
    public async Task A_member_who_may_not_deploy_learns_nothing_about_the_secrets(Roles roles)
    {
        await ArrangeAsync();
        var member = await Host.MemberAsync(roles);

        var there = Expect.Refused(await Host.AskAsync(member, new DeployWorker("shop", null, Of(Secret("API_KEY", _store, "KEY")))));
        var absent = Expect.Refused(await Host.AskAsync(member, new DeployWorker("shop", null, Of(Secret("API_KEY", _store, "NOBODY")))));

        Assert.True(there is { HiddenTarget: false, Authorization.Failed: true });
        Assert.Equal(
            (there.Authorization.Reason, there.Scope.Reason, there.HiddenTarget),
            (absent.Authorization.Reason, absent.Scope.Reason, absent.HiddenTarget)
        );
        Assert.Equal((0, 0, 0, 0), await Host.CountsAsync());
    }

    [Fact]
    public async Task A_deploy_to_a_store_finds_only_secrets_of_that_store_and_treats_others_as_absent()
    {
        await ArrangeAsync();
        var mine = await Host.StoreAsync("mine");
        await Host.SecretAsync(mine, "OWN");
        var deployer = await Host.MemberAsync(Roles.None, (mine, Roles.Deployer));

        var foreign = Refusal(await Host.AskAsync(deployer, new DeployWorker("shop", mine, Of(Secret("API_KEY", _store, "KEY")))));
        var absent = Refusal(await Host.AskAsync(deployer, new DeployWorker("shop", mine, Of(Secret("API_KEY", _store, "NOBODY")))));
        var narrow = Refusal(await Host.AskAsync(deployer, new DeployWorker("shop", mine, Of(Secret("API_KEY", _store, "DEX_ONLY")))));

        Assert.Single(new[] { foreign, absent, narrow }.Distinct());
        Assert.StartsWith("True", foreign, StringComparison.Ordinal);
        await Host.DoAsync(deployer, new DeployWorker("shop", mine, Of(Secret("API_KEY", mine, "OWN"))));
        Assert.True(Expect.Refused(await Host.AskAsync(deployer, new DeployWorker("shop", null, Of()))).Authorization.Failed);
        Expect.Outside(await Host.AskAsync(deployer, new DeployWorker("shop", _store, Of())));

        static string Refusal(Outcome<DeployedWorker> outcome) =>
            outcome is Refused<DeployedWorker> { Decision: var d, Secrets: var s }
                ? $"{d.HiddenTarget} {d.Authorization.Reason} {d.Scope.Reason} {s.Count} {s[0].Decision.HiddenTarget} "
                    + $"{s[0].Decision.Scope.Reason}"
                : "not refused";
    }

    [Fact]
    public async Task A_deploy_is_refused_when_a_secret_that_it_keeps_or_inherits_was_narrowed_or_deleted()
    {
        await ArrangeAsync();
        await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of(Secret("A", _store, "KEY"))));
        var secret = new SecretId(await IdAsync("KEY"));
        var keeps = Of() with { KeptTypes = ["secrets_store_secret"] };
        await Host.DoAsync(Host.Owner, new EditSecret(secret, 1, Scopes: Scopes.Dex, Force: true));

        Assert.True(Expect.Refused(await Host.AskAsync(Host.Owner, new DeployWorker("shop", null, keeps))).Scope.Failed);
        Assert.True(
            Expect.Refused(await Host.AskAsync(Host.Owner, new DeployWorker("shop", null, Of(Inherit("B", from: "A"))))).Scope.Failed
        );

        await Host.DoAsync(Host.Owner, new DeleteSecret(secret, Force: true));
        Expect.Outside(await Host.AskAsync(Host.Owner, new DeployWorker("shop", null, keeps)));
        await Host.DoAsync(Host.Owner, new DeployWorker("shop", null, Of()));
    }

    [Fact]
    public async Task A_deploy_that_inherits_a_missing_binding_fails_and_changes_nothing()
    {
        await ArrangeAsync();

        var problem = Expect.Failed(
            await Host.AskAsync(Host.Owner, new DeployWorker("shop", null, Of(Secret("A", _store, "KEY"), Inherit("B")))),
            "inherit_binding_invalid"
        )[0];

        Assert.StartsWith("inherit binding 'B' is invalid", problem.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), await Host.CountsAsync());
    }

    public static TheoryData<string, string, WorkerUpload> Malformed =>
        new()
        {
            { "a name of a Worker that is none", "service_name_invalid", Of() },
            { "two bindings of a name", "worker_upload_invalid", Of(Plain("A"), Plain("A")) },
            { "no type", "worker_upload_invalid", Of(new UploadedBinding("A", null)) },
            { "a type that is none", "worker_upload_invalid", Of(new UploadedBinding("A", "Secret Text")) },
            { "a name with a NUL", "worker_upload_invalid", Of(Plain("A\0")) },
            { "no name", "worker_upload_invalid", Of(Plain("")) },
            { "a value", "worker_upload_has_value", Of(new UploadedBinding("A", "secret_text")) },
            { "a key", "worker_upload_has_value", Of(new UploadedBinding("A", "secret_key")) },
            { "a date that is none", "worker_upload_invalid", Of() with { CompatibilityDate = "tomorrow" } },
            { "a flag that is none", "worker_upload_invalid", Of() with { CompatibilityFlags = ["No Flag"] } },
            { "no module", "worker_upload_invalid", Of() with { Modules = [] } },
            { "no main module", "worker_upload_invalid", Of() with { MainModule = null } },
            { "another main module", "worker_upload_invalid", Of() with { MainModule = "other.js" } },
            { "a module twice", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("index.js")] } },
            { "a way out", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("../x")] } },
            { "a way out within", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("a/../../x")] } },
            { "the root", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("/etc/passwd")] } },
            { "a way out of another system", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("..\\x")] } },
            { "a NUL in a module's name", "worker_upload_invalid", Of() with { Modules = [Module("index.js"), Module("a\0.js")] } },
            { "too much", "worker_upload_too_large", Of() with { Modules = [Module("index.js", 10 * 1024 * 1024 + 1)] } },
            {
                "too much together",
                "worker_upload_too_large",
                Of() with
                {
                    Modules = [Module("index.js", 6 * 1024 * 1024), Module("b.js", 6 * 1024 * 1024)],
                }
            },
        };

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public async Task A_deploy_with_an_invalid_upload_fails_and_changes_nothing(string what, string code, WorkerUpload upload)
    {
        var name = code == "service_name_invalid" ? "shop/../front" : "shop";

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeployWorker(name, null, upload)), code);

        Assert.Equal((0, 0, 0, 0), await Host.CountsAsync());
        var row = await Host.LastAuditAsync();
        Assert.True((row.Result, row.Code) == (AuditResult.Failed, code), what);
    }

    private async Task ArrangeAsync()
    {
        _store = await Host.StoreAsync();
        await Host.SecretAsync(_store, "KEY");
        await Host.SecretAsync(_store, "DEX_ONLY", Scopes.Dex);
    }

    private async Task<string> IdAsync(string name)
    {
        await using var db = Host.OpenDb();
        return db.Secrets.Single(s => s.Name == name && s.StoreId == _store.Value).Id;
    }
}
