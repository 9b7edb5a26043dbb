using CsCheck;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>A button is disabled by the same decision that would refuse the click: in
/// random data, for every act and every kind of target.</summary>
public sealed class Reported_permissions_match_the_decisions : VaultTest
{
    private static readonly Gen<Roles> AnyRoles = Gen.Int[0, 15].Select(bits => (Roles)bits);
    private static readonly Gen<Roles> AnyGrant = Gen.Int[0, 15].Select(bits => (Roles)bits);

    [Fact]
    public async Task The_gates_answer_about_what_a_caller_may_do_always_matches_what_it_then_allows()
    {
        StoreId[] stores = [await Host.StoreAsync("one"), await Host.StoreAsync("two")];
        SecretId[] secrets =
        [
            await Host.SecretAsync(stores[0], "A"),
            await Host.SecretAsync(stores[1], "B", Scopes.Dex),
            new("no such secret"),
        ];
        ServiceId[] services = [await Host.ServiceAsync(Scopes.Workers, stores[0]), await Host.ServiceAsync(Scopes.Dex), default];
        TargetReference[] references =
        [
            default,
            TargetReference.Account,
            TargetReference.Anywhere,
            TargetReference.Self,
            .. stores.Append(new StoreId("none")).Select(TargetReference.To),
            .. secrets.Select(s => TargetReference.To(s)),
            .. secrets.Select(s => TargetReference.To(s, stores[0])),
            .. services.Select(TargetReference.To),
            .. from service in services from secret in secrets select TargetReference.To(service, secret),
        ];
        Demand[] demands = [.. from act in Enum.GetValues<Act>() from reference in references select new Demand(act, reference)];

        var members = Gen.Select(AnyRoles, AnyGrant, AnyGrant, Gen.Int[0, demands.Length - 1].Select(i => demands[i]).Array[20]);
        await members.SampleAsync(
            async sample =>
            {
                var (roles, first, second, asked) = sample;
                var person = await Host.MemberAsync(roles, (stores[0], first), (stores[1], second));
                var rows = await CountAsync();
                var may = await Host.Vault.Gate.MayAsync(person.Caller, asked);
                Assert.Equal(rows, await CountAsync());
                for (var i = 0; i < asked.Length; i++)
                {
                    AssertSame(may[i], await Host.AskAsync(person, new TestChange(asked[i], _ => TestOperation.Success)));
                    AssertSame(may[i], await Host.AskAsync(person, new TestReading(asked[i], _ => TestOperation.Success)));
                }
            },
            iter: 15,
            threads: 1
        );
    }

    private static void AssertSame(Decision may, Outcome<Unit> outcome)
    {
        Assert.Equal(may.Allowed, outcome is Done<Unit>);
        if (outcome is Refused<Unit> { Decision: var refusal })
        {
            Assert.Equal(
                (may.Authorization.Result, may.Authorization.Reason, may.Scope.Result, may.Scope.Reason, may.HiddenTarget),
                (
                    refusal.Authorization.Result,
                    refusal.Authorization.Reason,
                    refusal.Scope.Result,
                    refusal.Scope.Reason,
                    refusal.HiddenTarget
                )
            );
        }
    }

    private async Task<int> CountAsync() => (await Host.AuditAsync()).Count;
}
