using CsCheck;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>The list and the check are written differently, one as a query and one as
/// a decision: for random data they must agree.</summary>
public sealed class Listed_secrets_match_the_decisions : VaultTest
{
    private static readonly Gen<(Roles Account, Roles[] Stores)> AnyMember = Gen.Select(
        Gen.Frequency((3, Gen.Const(Roles.None)), (1, Gen.Int[0, 15].Select(bits => (Roles)bits))),
        Gen.Int[0, 15].Select(bits => (Roles)bits).Array[3]
    );

    [Fact]
    public async Task The_list_of_secrets_shows_a_member_exactly_those_that_they_may_view_in_every_order()
    {
        StoreId[] stores = [await Host.StoreAsync("one"), await Host.StoreAsync("two"), await Host.StoreAsync("three")];
        var secrets = await FillAsync(stores);

        await AnyMember.SampleAsync(
            async member =>
            {
                var person = await Host.MemberAsync(member.Account, [.. stores.Zip(member.Stores)]);
                var may = await Host.Vault.Gate.MayAsync(
                    person.Caller,
                    [.. secrets.Select(s => new Demand(Act.ViewMetadata, TargetReference.To(s)))]
                );
                var viewable = secrets.Where((_, i) => may[i].Allowed).OrderBy(s => s.Value).ToList();
                foreach (var order in Enum.GetValues<SecretOrder>())
                {
                    Assert.Equal(viewable, (await ListAsync(person, order, descending: false)).OrderBy(s => s.Value));
                    Assert.Equal(viewable, (await ListAsync(person, order, descending: true)).OrderBy(s => s.Value));
                }
            },
            iter: 10,
            threads: 1
        );
    }

    private async Task<List<SecretId>> FillAsync(StoreId[] stores)
    {
        var secrets = new List<SecretId>();
        foreach (var (i, store) in stores.Index())
        {
            // Equal comments, times and states: only the id keeps them in an order.
            secrets.AddRange(
                await Host.DoAsync(
                    Host.Owner,
                    new CreateSecrets(
                        store,
                        [.. Enumerable.Range(0, 5 + i).Select(n => VaultSampleData.New($"S{n}", comment: n % 2 == 0 ? "same" : null))]
                    )
                )
            );
        }
        return secrets;
    }

    private async Task<List<SecretId>> ListAsync(Person person, SecretOrder order, bool descending)
    {
        var listed = new List<SecretId>();
        for (var page = 1; ; page++)
        {
            var outcome = await Host.AskAsync(person, new ListSecrets(new SecretFilter(), new PageRequest(page, 4), order, descending));
            if (outcome is Refused<Page<SecretRow>>)
            {
                return listed;
            }
            var rows = Expect.Done(outcome);
            if (rows.Items.Count == 0)
            {
                Assert.Equal(listed.Count, rows.Total);
                return listed;
            }
            listed.AddRange(rows.Items.Select(r => r.Id));
        }
    }
}
