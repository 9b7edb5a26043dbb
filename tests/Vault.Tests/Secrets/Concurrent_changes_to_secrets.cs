using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Concurrent_changes_to_secrets : VaultTest
{
    private protected override VaultLimits Limits => new() { Secrets = 5 };

    [Fact]
    public async Task Concurrent_creations_succeed_exactly_up_to_the_limit_of_secrets()
    {
        StoreId[] stores = [await Host.StoreAsync("one"), await Host.StoreAsync("two")];
        var admin = await Host.MemberAsync(Roles.None, (stores[1], Roles.Admin));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        Host.AskAsync(i % 2 == 0 ? Host.Owner : admin, new CreateSecrets(stores[i % 2], [VaultSampleData.New($"S{i}")]))
                    )
                )
        );

        Assert.Equal(5, outcomes.OfType<Done<IReadOnlyList<SecretId>>>().Count());
        Assert.All(outcomes.OfType<Failed<IReadOnlyList<SecretId>>>(), o => Assert.Equal("maximum_secrets_exceeded", o.Problems[0].Code));
        await using var db = Host.OpenDb();
        Assert.Equal(5, await db.Secrets.CountAsync());
    }

    [Fact]
    public async Task One_of_several_concurrent_edits_of_a_revision_succeeds_and_the_others_get_a_conflict()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() =>
                        Host.AskAsync(
                            Host.Owner,
                            new EditSecret(
                                secret,
                                1,
                                new NewValue(Plaintext.TryFrom($"value of {i}")),
                                Description: new() { Comment = $"comment of {i}" }
                            )
                        )
                    )
                )
        );

        var winner = outcomes.Index().Single(o => o.Item is Done<EditedSecret>).Index;
        Assert.All(outcomes.OfType<Failed<EditedSecret>>(), o => Assert.Equal("conflict", o.Problems[0].Code));
        await using var db = Host.OpenDb();
        Assert.Equal(($"comment of {winner}", 2), await db.Secrets.Select(s => ValueTuple.Create(s.Comment, s.Revision)).SingleAsync());
        Assert.Equal($"value of {winner}", await StoredValue.OfAsync(Host, secret));
    }

    [Fact]
    public async Task A_secret_that_is_deleted_and_edited_at_once_ends_up_deleted_without_values()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");

        var (edit, delete) = (
            Task.Run(() => Host.AskAsync(Host.Owner, new EditSecret(secret, null, Description: new() { Comment = "late" }))),
            Task.Run(() => Host.AskAsync(Host.Owner, new DeleteSecret(secret)))
        );

        Expect.Done(await delete);
        if (await edit is Failed<EditedSecret> failed)
        {
            Assert.Equal("secret_not_found", failed.Problems[0].Code);
        }
        await using var db = Host.OpenDb();
        Assert.Equal(
            (SecretStatus.Deleted, 0),
            (await db.Secrets.Select(s => s.Status).SingleAsync(), await db.SecretVersions.CountAsync())
        );
    }
}
