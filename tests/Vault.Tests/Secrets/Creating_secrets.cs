using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Creating_secrets : VaultTest
{
    [Fact]
    public async Task An_admin_of_the_store_creates_a_secret_there()
    {
        var store = await Host.StoreAsync();
        var admin = await Host.MemberAsync(Roles.None, (store, Roles.Admin));

        await Host.DoAsync(admin, new CreateSecrets(store, [VaultSampleData.New("API_KEY", Scopes.Workers | Scopes.Dex)]));

        var listed = await Host.DoAsync(admin, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)));
        Assert.Equal(("API_KEY", Scopes.Workers | Scopes.Dex), listed.Items.Select(s => (s.Name, s.Scopes)).Single());
    }

    [Fact]
    public async Task A_deployer_cannot_create_a_secret()
    {
        var store = await Host.StoreAsync();
        var deployer = await Host.MemberAsync(Roles.Deployer);

        var refusal = Expect.Refused(await Host.AskAsync(deployer, new CreateSecrets(store, [VaultSampleData.New("API_KEY")])));

        Assert.Equal(CheckResult.Failed, refusal.Authorization.Result);
        await using var db = Host.OpenDb();
        Assert.Empty(db.Secrets);
    }

    [Fact]
    public async Task Creating_a_secret_with_an_existing_name_is_rejected_at_the_name_field()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "API_KEY");

        var problems = Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New("API_KEY")])),
            "secret_name_already_exists"
        );

        Assert.Equal("Name", problems[0].Field);
    }
}
