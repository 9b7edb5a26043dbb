using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>A service of the account reads a secret of a store. Callers who reach that store alone
/// learn that something reads it, and neither its id nor its name.</summary>
public sealed class A_service_out_of_reach : VaultTestWithReader
{
    private static readonly PageRequest First = new(1, 25);

    private Person _member = null!;
    private Caller _token = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _member = await Host.MemberAsync(Roles.None, (Store, Roles.Admin | Roles.Deployer | Roles.Reporter));
        _token = (await Host.AccountTokenAsync(TokenLevel.Edit, Store)).AsCaller();
        await Host.ValueAsync(Caller);
        await Host.RefusedAsync(Caller, "NO_SUCH");
        Expect.Done(await Host.AskAsync(Host.Owner, new EditSecret(Secret, null, Scopes: Scopes.Dex, Force: true)));
        await Host.RefusedAsync(Caller); // Refused by the secret's scopes: a row of the store with the service's name.
    }

    [Fact]
    public async Task A_secret_neither_names_nor_identifies_a_reading_service_outside_the_callers_reach()
    {
        foreach (var caller in new[] { _member.Caller, _token })
        {
            var secret = Expect.Done(await Host.AskAsync(caller, new GetSecret(Secret)));
            Assert.Equal(
                (null, null, Scopes.Workers, "KEY"),
                (secret.Bindings[0].Service, secret.Bindings[0].ServiceName, secret.Bindings[0].Kind, secret.Bindings[0].Variable)
            );
            Assert.Equal(new LastUser(null, null, IsRemoved: false), secret.LastUsedBy);

            Assert.Null(Expect.Done(await Host.AskAsync(caller, new FindSecret(Store, Secret))).LastUsedBy);
            var row = Assert.Single(Expect.Done(await Host.AskAsync(caller, new ListSecrets(new SecretFilter(), First))).Items);
            Assert.Equal((null, null, Host.Now), (row.LastUsedBy, row.LastUsedByName, row.LastUsed));
            Assert.Null(Assert.Single(Expect.Done(await Host.AskAsync(caller, new ExportSecrets(new SecretFilter())))).LastUsedBy);
            Assert.Null(
                Expect
                    .Done(await Host.AskAsync(caller, new EditSecret(Secret, null, Description: new() { Comment = $"{Guid.NewGuid()}" })))
                    .Secret.LastUsedBy
            );
        }
    }

    [Fact]
    public async Task A_secret_names_the_service_that_reads_it_to_callers_who_view_the_account()
    {
        foreach (
            var caller in new[]
            {
                (await Host.MemberAsync(Roles.Reporter)).Caller,
                (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller(),
            }
        )
        {
            var secret = Expect.Done(await Host.AskAsync(caller, new GetSecret(Secret)));
            Assert.Equal((Service, "payments"), (secret.Bindings[0].Service, secret.Bindings[0].ServiceName));
            Assert.Equal(new LastUser(Service, "payments", IsRemoved: false), secret.LastUsedBy);
            Assert.Equal(Service, Expect.Done(await Host.AskAsync(caller, new FindSecret(Store, Secret))).LastUsedBy);
            Assert.Equal(
                Service,
                Assert
                    .Single(Expect.Done(await Host.AskAsync(caller, new ListSecrets(new SecretFilter(Store: Store), First))).Items)
                    .LastUsedBy
            );
        }
    }

    [Fact]
    public async Task A_dependant_outside_the_callers_reach_is_reported_without_its_name_when_it_blocks_a_deletion()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, null, Scopes: Scopes.Workers));

        foreach (var caller in new[] { _member.Caller, _token })
        {
            Problem[] problems =
            [
                Expect.Failed(await Host.AskAsync(caller, new DeleteSecret(Secret)), "secret_in_use")[0],
                Expect.Failed(await Host.AskAsync(caller, new DeleteSecrets(Store, [Secret])), "secret_in_use")[0],
                Expect.Failed(await Host.AskAsync(caller, new EditSecret(Secret, null, Scopes: Scopes.Dex)), "secret_in_use")[0],
            ];

            Assert.All(
                problems,
                p => Assert.Equal(new Dependant(null, null, Scopes.Workers, "KEY", "STRIPE"), Assert.Single(p.Dependants!))
            );
            Assert.All(problems, p => Assert.DoesNotContain("payments", p.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_activity_of_a_secret_and_the_home_page_do_not_name_a_service_outside_reach()
    {
        var activity = await Host.DoAsync(_member, new SecretActivity(Secret));
        var home = await Host.DoAsync(_member, new ViewHome());

        var refused = Assert.Single(activity, a => a.ActorKind == ActorKind.Service);
        Assert.Equal((null, null, Act.Resolve, AuditResult.Refused), (refused.ActorName, refused.TargetId, refused.Act, refused.Result));
        Assert.All(home.Recent!.Where(r => r.ActorKind == ActorKind.Service), r => Assert.Null(r.ActorName));
        Assert.NotEmpty(home.Recent!);
        Assert.Contains(await Host.DoAsync(Host.Owner, new SecretActivity(Secret)), a => a.ActorName == "payments (ci)");
    }

    [Fact]
    public async Task The_audit_log_its_export_and_its_search_do_not_reveal_a_service_outside_reach()
    {
        var listed = await Host.DoAsync(_member, new ListAudit(new AuditFilter()));
        var exported = new List<AuditRow>();
        await Host.DoAsync(
            _member,
            new ExportAudit(
                new AuditFilter(),
                "csv",
                (row, _) =>
                {
                    exported.Add(row);
                    return ValueTask.CompletedTask;
                }
            )
        );

        foreach (var rows in new[] { listed.Rows, exported })
        {
            Assert.Contains(rows, r => r.ActorKind == ActorKind.Service);
            Assert.All(
                rows.Where(r => r.ActorKind == ActorKind.Service),
                r => Assert.Equal((null, null, null), (r.ActorId, r.ActorName, r.TargetId))
            );
        }
        Assert.Empty((await Host.DoAsync(_member, new ListAudit(new AuditFilter("payments")))).Rows);
        Assert.NotEmpty((await Host.DoAsync(Host.Owner, new ListAudit(new AuditFilter("payments")))).Rows);
    }

    [Fact]
    public async Task A_service_of_the_callers_own_store_is_named()
    {
        var own = await Host.ServiceAsync(Scopes.Dex, Store, "probe");
        var secret = await Host.SecretAsync(Store, "OWN", Scopes.Dex);
        await Host.BindingAsync(own, secret, "OWN");
        await Host.ValueAsync((await Host.CredentialAsync(own)).AsCaller(), "OWN");

        Assert.Contains(
            (await Host.DoAsync(_member, new ListAudit(new AuditFilter("probe")))).Rows,
            r => (r.ActorId, r.ActorName) == (own.Value, "probe (ci)")
        );
        Assert.Equal(own, Expect.Done(await Host.AskAsync(_token, new FindSecret(Store, secret))).LastUsedBy);
    }
}
