using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

public sealed class Resolving_a_value : VaultTestWithReader
{
    [Fact]
    public async Task Resolving_gives_the_newest_value_with_its_version_and_a_tag_of_its_own()
    {
        using var first = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY")));
        Assert.Equal(("KEY", 1, "first value"), (first.Name, first.Version, ReaderSteps.Text(first)));
        await Host.CacheReadingAsync(Caller);

        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("second value"))));

        using var second = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY")));
        Assert.Equal((2, "second value"), (second.Version, ReaderSteps.Text(second)));
        Assert.NotEqual(first.Tag, second.Tag);
        Assert.Equal(["KEY 2"], await Host.NamesAsync(Caller));
    }

    [Fact]
    public async Task Resolving_sends_no_value_while_the_caller_already_has_the_current_one()
    {
        using var first = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY")));

        for (var i = 0; i < 2; i++)
        {
            using var same = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY", first.Tag)));
            Assert.Equal((true, 0, first.Tag), (same.IsKnown, same.Utf8.Length, same.Tag));
            Assert.Contains("\"unchanged\":true", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
        }

        var other = await Host.SecretAsync(Store, "OTHER", value: "of another secret");
        await Host.DoAsync(Host.Owner, new UnbindSecret(Service, "KEY"));
        await Host.DoAsync(Host.Owner, new BindSecret(Service, other, "KEY"));
        using var rebound = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY", first.Tag)));
        Assert.Equal((1, "of another secret"), (rebound.Version, ReaderSteps.Text(rebound)));
    }

    [Fact]
    public async Task A_version_of_another_secret_is_not_delivered_even_if_the_database_was_changed()
    {
        var other = await Host.SecretAsync(Store, "OTHER", value: "of another secret");
        await using (var db = Host.OpenDb())
        {
            var secrets = db.Secrets.ToDictionary(s => s.Id); // They are sealed again when they are saved.
            secrets[Secret.Value].VersionId = secrets[other.Value].VersionId;
            await db.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(Caller, new ResolveBinding("KEY")));
    }

    [Fact]
    public async Task Resolving_leaves_a_row_that_says_who_read_what_from_where_and_never_the_value()
    {
        await Host.ValueAsync(Caller);
        await Host.ValueAsync(Caller); // Remembered: its row is no other.

        var rows = (await Host.AuditAsync())[^2..];
        Assert.All(
            rows,
            row =>
            {
                Assert.Equal(
                    (ActorKind.Service, Service.Value, "payments (ci)", "192.0.2.7"),
                    (row.ActorKind, row.ActorId, row.ActorName, row.Address)
                );
                Assert.Equal((Act.Resolve, "Binding", Service.Value, "KEY"), (row.Act, row.TargetKind, row.TargetId, row.TargetName));
                Assert.Equal((Secret.Value, Store.Value), (row.RelatedId, row.StoreId));
                Assert.Equal((CheckResult.Passed, CheckResult.Passed, AuditResult.Done), (row.Authorization, row.Scope, row.Result));
                Assert.Equal("The service's own identity may resolve a value.", row.AuthorizationReason);
                Assert.Equal("The secret's scopes include Workers.", row.ScopeReason);
                Assert.Equal(
                    $$"""{"credential":"{{Credential.Credential.Id}}","secret":"STRIPE","unchanged":false,"variable":"KEY","version":1}""",
                    row.Details
                );
                Assert.Equal((null, null), (row.Code, row.SessionId));
            }
        );
        Assert.Equal(2, rows.Select(r => r.RequestId).Distinct().Count());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("KEY ")]
    [InlineData("OTHERS")]
    [InlineData("")]
    [InlineData("%")]
    public async Task A_service_resolves_only_its_own_bindings_by_their_exact_name(string name)
    {
        var other = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(other, Secret, "OTHERS"));

        Assert.True((await Host.RefusedAsync(Caller, name)).HiddenTarget);
        var row = await Host.LastAuditAsync();
        Assert.Equal((Service.Value, null, null, AuditResult.Refused), (row.TargetId, row.TargetName, row.Details, row.Result));
    }

    [Fact]
    public async Task Only_services_can_resolve_values_and_a_service_cannot_view_secrets_or_stores()
    {
        foreach (var caller in new[] { Host.Owner.Caller, Caller.Anonymous(null), Caller.Console, Caller.WithCredential(null, null) })
        {
            Assert.False((await Host.RefusedAsync(caller)).Allowed);
            Expect.Refused(await Host.AskAsync(caller, new ListOwnBindings()));
        }
        Expect.Refused(await Host.AskAsync(Caller, new GetSecret(Secret)));
        Expect.Refused(await Host.AskAsync(Caller, new ListStores()));
    }

    [Fact]
    public async Task A_value_that_the_server_itself_uses_cannot_be_resolved()
    {
        var gateway = await Host.ServiceAsync(Scopes.AiGateway);
        var secret = await Host.SecretAsync(Store, "OPENAI", Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        var caller = (await Host.CredentialAsync(gateway)).AsCaller();

        Expect.Failed(await Host.AskAsync(caller, new ResolveBinding("openai.default")), "value_used_by_server");
        Expect.Failed(await Host.AskAsync(caller, new ListOwnBindings()), "value_used_by_server");
    }

    [Fact]
    public async Task Both_checks_decide_about_resolving_for_every_kind_and_every_scope()
    {
        foreach (var kind in ScopeNames.All.Select(s => s.Scope).Where(k => k != Scopes.AiGateway))
        {
            var service = await Host.ServiceAsync(kind, Store);
            var caller = (await Host.CredentialAsync(service)).AsCaller();
            foreach (var scope in ScopeNames.All.Select(s => s.Scope))
            {
                var secret = await Host.SecretAsync(Store, $"S{kind}{scope}", scope, value: $"of {kind} {scope}");
                await Host.BindingAsync(service, secret, $"V{scope}");
                if (kind == scope)
                {
                    Assert.Equal($"of {kind} {scope}", await Host.ValueAsync(caller, $"V{scope}"));
                    continue;
                }
                var decision = await Host.RefusedAsync(caller, $"V{scope}");
                Assert.Equal((true, true), (decision.Authorization.Passed, decision.Scope.Failed));
            }
            Assert.Equal([$"V{kind} 1"], await Host.NamesAsync(caller));
        }
    }

    [Fact]
    public async Task A_resolved_value_is_wiped_when_it_is_disposed()
    {
        var resolved = Expect.Done(await Host.AskAsync(Caller, new ResolveBinding("KEY")));
        resolved.Dispose();

        Assert.All(resolved.Utf8.ToArray(), b => Assert.Equal(0, b));
        Assert.DoesNotContain("first", resolved.ToString(), StringComparison.Ordinal);
        Assert.Equal("first value", await Host.ValueAsync(Caller));
    }
}
