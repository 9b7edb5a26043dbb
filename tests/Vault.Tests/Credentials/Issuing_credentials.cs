using System.Text;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Credentials;

public sealed class Issuing_credentials : VaultTest
{
    private StoreId _store;
    private ServiceId _ofStore,
        _ofAccount;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        (_ofStore, _ofAccount) = (await Host.ServiceAsync(Scopes.Workers, _store), await Host.ServiceAsync(Scopes.Workers));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Admins_deployers_and_reporters_cannot_issue_credentials(Roles roles)
    {
        var (wide, onStore) = (await Host.MemberAsync(roles), await Host.MemberAsync(Roles.None, (_store, roles)));
        var credential = (await Host.CredentialAsync(_ofStore)).Credential.Id;

        Assert.All(await OutcomesAsync(wide.Caller, _ofStore, credential), d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget)));
        Assert.All(
            await OutcomesAsync(onStore.Caller, _ofStore, credential),
            d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget))
        );
        Assert.All(await OutcomesAsync(onStore.Caller, _ofAccount, credential), d => Assert.True(d!.HiddenTarget));
    }

    [Fact]
    public async Task A_token_can_issue_credentials_exactly_where_it_administers()
    {
        var other = await Host.StoreAsync("other");
        var wide = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true))).AsCaller();
        var ofThisStore = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true, Stores: [_store]))).AsCaller();
        var ofOtherStore = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true, Stores: [other]))).AsCaller();
        var edit = (await Host.AccountTokenAsync(TokenLevel.Edit)).AsCaller();

        foreach (var (caller, service) in new[] { (wide, _ofStore), (wide, _ofAccount), (ofThisStore, _ofStore) })
        {
            var credential = (await Host.CredentialAsync(service)).Credential.Id;
            Assert.All(await OutcomesAsync(caller, service, credential), Assert.Null);
        }
        var mine = (await Host.CredentialAsync(_ofAccount)).Credential.Id;
        Assert.All(await OutcomesAsync(ofThisStore, _ofAccount, mine), d => Assert.True(d!.HiddenTarget));
        Assert.All(await OutcomesAsync(ofOtherStore, _ofStore, mine), d => Assert.True(d!.HiddenTarget));
        Assert.All(await OutcomesAsync(edit, _ofAccount, mine), d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget)));
    }

    [Fact]
    public async Task A_credential_cannot_be_reached_through_another_service()
    {
        var credential = (await Host.CredentialAsync(_ofAccount)).Credential.Id;

        Expect.Failed(await Host.AskAsync(Host.Owner, new RollCredential(_ofStore, credential)), "credential_not_found");
        Expect.Failed(await Host.AskAsync(Host.Owner, new RevokeCredential(_ofStore, credential)), "credential_not_found");
        Assert.Single(await Host.DoAsync(Host.Owner, new ListCredentials(_ofAccount)));
        Assert.Empty(await Host.DoAsync(Host.Owner, new ListCredentials(_ofStore)));
    }

    [Fact]
    public async Task Issuing_or_rolling_a_credential_reports_each_invalid_input()
    {
        var credential = await Host.CredentialAsync(_ofStore);

        Expect.Failed(
            await IssueAsync(new(" ", new Expiry(Host.Now), ["nowhere"], ["10.0.0.1/8"])),
            "credential_name_empty",
            "credential_expires_in_past",
            "credential_address_invalid",
            "credential_address_invalid"
        );
        Expect.Failed(await IssueAsync(new(new string('x', 101))), "credential_name_too_long");
        Expect.Failed(await IssueAsync(new("a\nb")), "credential_name_invalid");
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new RollCredential(_ofStore, credential.Credential.Id, new Expiry(Host.Now))),
            "credential_expires_in_past"
        );
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new RollCredential(_ofStore, credential.Credential.Id, PreviousUntil: Host.Now.AddDays(30).AddTicks(1))
            ),
            "credential_overlap_too_long"
        );
    }

    [Fact]
    public async Task A_service_has_at_most_a_hundred_credentials()
    {
        for (var i = 0; i < IssueCredential.MaxCredentials; i++)
        {
            await Host.CredentialAsync(_ofStore);
        }

        Expect.Failed(await IssueAsync(ReaderSteps.Input), "maximum_credentials_exceeded");
        await Host.CredentialAsync(_ofAccount);
    }

    [Fact]
    public async Task A_services_activity_shows_issuing_rolling_and_revoking_with_the_credentials_name()
    {
        var credential = (await Host.CredentialAsync(_ofStore)).Credential.Id;
        await Host.DoAsync(Host.Owner, new RollCredential(_ofStore, credential));
        await Host.DoAsync(Host.Owner, new ListCredentials(_ofStore));
        await Host.DoAsync(Host.Owner, new RevokeCredential(_ofStore, credential));

        var activity = await Host.DoAsync(Host.Owner, new ServiceActivity(_ofStore));
        Assert.Equal([Act.RevokeCredential, Act.RollCredential, Act.IssueCredential], activity.Select(a => a.Act));
        Assert.All(activity, a => Assert.Contains("\"credential\":\"ci\"", a.Details, StringComparison.Ordinal));
        Assert.All(
            (await Host.AuditAsync()).FindAll(r =>
                r.Act is Act.RevokeCredential or Act.RollCredential or Act.IssueCredential && r.TargetKind == "Service"
            ),
            r =>
                Assert.Equal(
                    (_ofStore.Value, credential.Value, _store.Value, AuditResult.Done),
                    (r.TargetId, r.RelatedId, r.StoreId, r.Result)
                )
        );
    }

    [Fact]
    public async Task No_file_of_the_vault_contains_a_credentials_text_or_a_value_that_was_read_with_it()
    {
        const string Canary = "canary-5f0c1d7e9a";
        await Host.DoAsync(Host.Owner, new BindSecret(_ofStore, await Host.SecretAsync(_store, "STRIPE", value: Canary), "KEY"));
        var first = await Host.CredentialAsync(_ofStore);
        var rolled = await Host.DoAsync(Host.Owner, new RollCredential(_ofStore, first.Credential.Id));
        await Host.CacheReadingAsync(first.AsCaller());
        await Host.CacheReadingAsync(rolled.AsCaller());
        await Host.RefusedAsync(rolled.AsCaller(), Canary); // Pasted where the name belongs.
        Assert.DoesNotContain(first.Text, first.ToString(), StringComparison.Ordinal);
        await Host.CloseAsync();

        var files = Directory.EnumerateFiles(Host.Folder).Select(File.ReadAllBytes).ToList();

        Assert.All(
            [Canary, first.Text[26..69], rolled.Text[26..69], rolled.Text[30..60]],
            part => Assert.DoesNotContain(files, file => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(part)) >= 0)
        );
        // The search finds what is there.
        Assert.Contains(files, file => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(first.Credential.Id.Value)) >= 0);
    }

    private Task<Outcome<NewCredential>> IssueAsync(CredentialInput input) =>
        Host.AskAsync(Host.Owner, new IssueCredential(_ofStore, input));

    /// <summary>The refusals, or null, of issuing, listing, rolling and revoking.</summary>
    private async Task<Decision?[]> OutcomesAsync(Caller caller, ServiceId service, CredentialId credential) =>
        [
            Refusal(await Host.AskAsync(caller, new IssueCredential(service, ReaderSteps.Input))),
            Refusal(await Host.AskAsync(caller, new ListCredentials(service))),
            Refusal(await Host.AskAsync(caller, new RollCredential(service, credential))),
            Refusal(await Host.AskAsync(caller, new RevokeCredential(service, credential))),
        ];

    private static Decision? Refusal<T>(Outcome<T> outcome)
    {
        if (outcome is Refused<T> refused)
        {
            return refused.Decision;
        }
        Expect.Done(outcome);
        return null;
    }
}
