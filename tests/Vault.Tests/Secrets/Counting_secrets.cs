using CsCheck;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>The writer maintains a count instead of counting the rows;
/// the limit must hold exactly in every sequence of changes.</summary>
public sealed class Counting_secrets : VaultTest
{
    private const int Max = 6;

    private readonly List<SecretId> _live = [];
    private int _names;

    private protected override VaultLimits? Limits => new() { Secrets = Max };

    [Fact]
    public async Task The_limit_of_secrets_holds_exactly_whatever_was_created_deleted_or_failed_before()
    {
        var store = await Host.StoreAsync();
        await Gen.Int[0, 7]
            .Array[60]
            .SampleAsync(
                async steps =>
                {
                    foreach (var step in steps)
                    {
                        await StepAsync(store, step);
                        Assert.Equal(_live.Count, (await Host.DoAsync(Host.Owner, new ViewQuota())).Used);
                    }
                },
                iter: 3,
                threads: 1
            );
    }

    private Task StepAsync(StoreId store, int step) =>
        step switch
        {
            0 or 1 => CreateAsync(store, 1),
            2 => CreateAsync(store, 3),
            3 when _live.Count > 0 => DuplicateAsync(),
            4 when _live.Count > 0 => DeleteAsync(),
            5 => FailAsync(store),
            6 => DeleteStoreWithSecretAsync(),
            7 => WriteBesideAsync(store),
            _ => Task.CompletedTask,
        };

    private async Task CreateAsync(StoreId store, int count)
    {
        var outcome = await Host.AskAsync(
            Host.Owner,
            new CreateSecrets(store, [.. Enumerable.Range(0, count).Select(_ => VaultSampleData.New($"KEY_{_names++}"))])
        );
        if (_live.Count + count > Max)
        {
            Expect.Failed(outcome, "maximum_secrets_exceeded");
            return;
        }
        _live.AddRange(Expect.Done(outcome));
    }

    private async Task DuplicateAsync()
    {
        var outcome = await Host.AskAsync(Host.Owner, new DuplicateSecret(_live[0], $"KEY_{_names++}", Scopes.Workers));
        if (_live.Count == Max)
        {
            Expect.Failed(outcome, "maximum_secrets_exceeded");
            return;
        }
        _live.Add(Expect.Done(outcome).Id);
    }

    private async Task DeleteAsync()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(_live[0]));
        _live.RemoveAt(0);
    }

    private async Task FailAsync(StoreId store)
    {
        var problem = TestOperation.Change(Act.CreateSecret, TargetReference.To(store), context => throw new TimeZoneNotFoundException());
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => Host.AskAsync(Host.Owner, problem));
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New("not a name")])),
            "secret_name_invalid"
        );
    }

    // Its secrets go with it, and no entity of the session says so.
    private async Task DeleteStoreWithSecretAsync()
    {
        var other = await Host.StoreAsync($"store-{_names++}");
        await Host.AskAsync(Host.Owner, new CreateSecrets(other, [VaultSampleData.New("KEY")]));
        await Host.DoAsync(Host.Owner, new DeleteStore(other, Force: true));
    }

    private async Task WriteBesideAsync(StoreId store)
    {
        await using var other = OpenVault.Open(Host.Options, Host.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var outcome = await other.Gate.AskAsync(Host.Owner.Caller, new CreateSecrets(store, [VaultSampleData.New($"KEY_{_names++}")]));
        if (_live.Count < Max)
        {
            _live.AddRange(Expect.Done(outcome));
        }
    }
}
