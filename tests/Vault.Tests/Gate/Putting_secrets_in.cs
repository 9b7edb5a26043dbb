using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>The writer puts secrets in with its own statements, which no query filter confines: the inserter does.</summary>
public sealed class Putting_secrets_in : InAWorld
{
    [Fact]
    public async Task Reaches_no_further_than_the_permit()
    {
        var (own, other) = (await World.StoreAsync("own"), await World.StoreAsync("other"));
        var admin = await World.MemberAsync(Roles.None, (own, Roles.Admin));

        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(admin, own, context => SecretMaker.Make(context, other, Inhabitants.New("KEY"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(admin, own, context => context.Inserter.Holds(other, "KEY")));
        await ChangeAsync(admin, own, context => SecretMaker.Make(context, own, Inhabitants.New("KEY")));

        await using var db = World.OpenDb();
        Assert.Equal(own.Value, (await db.Secrets.SingleAsync(TestContext.Current.CancellationToken)).StoreId);
    }

    [Fact]
    public async Task Is_not_for_readings()
    {
        var store = await World.StoreAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => World.AskAsync(World.Boss, new TrialReading(new Demand(Act.ViewMetadata, Aim.At(store)), context =>
        {
            SecretMaker.Make(context, store, Inhabitants.New("KEY"));
            return Trial.Success;
        })));
    }

    [Fact]
    public async Task Writes_every_column_that_the_context_reads()
    {
        var store = await World.StoreAsync();
        var id = await World.SecretAsync(store, "KEY", Scopes.Workers | Scopes.AiGateway, comment: "a comment");

        await using var db = World.OpenDb();
        var secret = await db.Secrets.SingleAsync(TestContext.Current.CancellationToken);
        var version = await db.SecretVersions.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equivalent(new Secret
        {
            Id = id.Value, StoreId = store.Value, Name = "KEY", Comment = "a comment", Scopes = Scopes.Workers | Scopes.AiGateway, Status = SecretStatus.Active,
            Created = World.Now, Modified = World.Now, Revision = 1, VersionId = version.Id, VersionNumber = 1, SearchText = "KEY\nA COMMENT",
        }, secret, strict: true);
        Assert.Equal((id.Value, store.Value, 1, World.Now), (version.SecretId, version.StoreId, version.Number, version.Created));
        using var value = World.Vault.Tools.Envelope.Open(new(version.KeyId, version.WrappedKey, version.Ciphertext), new(World.Vault.AccountId, store.Value, id.Value, version.Id));
        Assert.Equal("a value"u8, value.Bytes);
    }

    private Task ChangeAsync(Person person, StoreId store, Action<OperationContext> work) => World.AskAsync(person, Trial.Change(Act.CreateSecret, Aim.At(store), work));
}
