using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>The writer puts secrets in with its own statements, which no query filter confines: the inserter does.</summary>
public sealed class Inserting_secrets : VaultTest
{
    [Fact]
    public async Task The_inserter_writes_only_into_the_store_of_the_permit()
    {
        var (own, other) = (await Host.StoreAsync("own"), await Host.StoreAsync("other"));
        var admin = await Host.MemberAsync(Roles.None, (own, Roles.Admin));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ChangeAsync(admin, own, context => SecretMaker.Make(context, other, VaultSampleData.New("KEY")))
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ChangeAsync(admin, own, context => context.Inserter.Contains(other, "KEY"))
        );
        await ChangeAsync(admin, own, context => SecretMaker.Make(context, own, VaultSampleData.New("KEY")));

        await using var db = Host.OpenDb();
        Assert.Equal(own.Value, (await db.Secrets.SingleAsync(TestContext.Current.CancellationToken)).StoreId);
    }

    [Fact]
    public async Task A_reading_cannot_insert_a_secret()
    {
        var store = await Host.StoreAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Host.AskAsync(
                Host.Owner,
                new TestReading(
                    new Demand(Act.ViewMetadata, TargetReference.To(store)),
                    context =>
                    {
                        SecretMaker.Make(context, store, VaultSampleData.New("KEY"));
                        return TestOperation.Success;
                    }
                )
            )
        );
    }

    [Fact]
    public async Task The_inserter_writes_every_column_of_a_secret()
    {
        var store = await Host.StoreAsync();
        var input = VaultSampleData.New("KEY", Scopes.Workers | Scopes.AiGateway);
        var described = new NewSecret(input.Name, input.Value, input.Scopes, new() { Comment = "a comment", Owner = "a team" });
        var id = (await Host.DoAsync(Host.Owner, new CreateSecrets(store, [described])))[0];

        await using var db = Host.OpenDb();
        var secret = await db.Secrets.SingleAsync(TestContext.Current.CancellationToken);
        var version = await db.SecretVersions.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equivalent(
            new Secret
            {
                Id = id.Value,
                StoreId = store.Value,
                Name = "KEY",
                Comment = "a comment",
                Owner = "a team",
                Scopes = Scopes.Workers | Scopes.AiGateway,
                Status = SecretStatus.Active,
                Created = Host.Now,
                Modified = Host.Now,
                Revision = 1,
                VersionId = version.Id,
                VersionNumber = 1,
                SearchText = "KEY\nA COMMENT\nA TEAM",
            },
            secret,
            strict: true
        );
        Assert.Equal((id.Value, store.Value, 1, Host.Now), (version.SecretId, version.StoreId, version.Number, version.Created));
        using var value = Host.Vault.Tools.Envelope.Decrypt(
            new(version.KeyId, version.WrappedKey, version.Ciphertext),
            new(Host.Vault.AccountId, store.Value, id.Value, version.Id)
        );
        Assert.Equal("a value"u8, value.Bytes);
    }

    private Task ChangeAsync(Person person, StoreId store, Action<OperationContext> work) =>
        Host.AskAsync(person, TestOperation.Change(Act.CreateSecret, TargetReference.To(store), work));
}
