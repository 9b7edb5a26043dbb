using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Services;

public sealed class Registering_services : VaultTest
{
    [Fact]
    public async Task A_deployer_registers_a_service_of_the_account()
    {
        var deployer = await Host.MemberAsync(Roles.Deployer);

        var id = await Host.DoAsync(deployer, new RegisterService("checkout", Scopes.Workers));

        var row = (await Host.DoAsync(deployer, new GetService(id))).Service;
        Assert.Equal(("checkout", Scopes.Workers, null, 0), (row.Name, row.Kind, row.Store, row.Bindings));
    }

    [Fact]
    public async Task A_deployer_of_a_store_registers_services_there_and_nowhere_else()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var deployer = await Host.MemberAsync(Roles.None, (mine, Roles.Deployer));

        await Host.DoAsync(deployer, new RegisterService("checkout", Scopes.Workers, mine));

        Expect.Outside(await Host.AskAsync(deployer, new RegisterService("checkout", Scopes.Workers, other)));
        Expect.Refused(await Host.AskAsync(deployer, new RegisterService("checkout", Scopes.Workers)));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    [InlineData(Roles.None)]
    public async Task Nobody_but_a_super_administrator_or_deployer_registers_a_service(Roles roles)
    {
        var member = await Host.MemberAsync(roles);

        var refusal = Expect.Refused(await Host.AskAsync(member, new RegisterService("checkout", Scopes.Workers)));

        Assert.Equal((CheckResult.Failed, CheckResult.NotApplicable), (refusal.Authorization.Result, refusal.Scope.Result));
    }

    [Theory]
    [InlineData(null, "service_name_empty")]
    [InlineData("", "service_name_empty")]
    [InlineData("two words", "service_name_invalid")]
    [InlineData("naïve", "service_name_invalid")]
    [InlineData("../up", "service_name_invalid")]
    public async Task An_invalid_service_name_is_rejected_at_the_name_field(string? name, string code)
    {
        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new RegisterService(name, Scopes.Workers)), code);

        Assert.Equal("Name", problems[0].Field);
    }

    [Fact]
    public async Task A_service_name_of_256_characters_is_too_long() =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new RegisterService(new string('a', 256), Scopes.Workers)), "service_name_too_long");

    [Theory]
    [InlineData(Scopes.None)]
    [InlineData(Scopes.Workers | Scopes.Dex)]
    [InlineData((Scopes)64)]
    public async Task A_service_has_exactly_one_known_kind(Scopes kind)
    {
        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new RegisterService("checkout", kind)), "service_kind_invalid");

        Assert.Equal("Kind", problems[0].Field);
    }

    [Fact]
    public async Task Registering_a_service_reports_all_problems_at_once() =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new RegisterService("", Scopes.None)), "service_name_empty", "service_kind_invalid");

    [Fact]
    public async Task A_service_name_is_unique_for_each_kind_and_store()
    {
        var (one, two) = (await Host.StoreAsync("one"), await Host.StoreAsync("two"));
        foreach (var store in new StoreId?[] { null, one, two })
        {
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers, store));
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Dex, store));
            Expect.Failed(
                await Host.AskAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers, store)),
                "service_name_already_exists"
            );
        }
    }

    [Fact]
    public async Task A_service_name_that_is_taken_outside_the_callers_reach_can_still_be_registered()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var deployer = await Host.MemberAsync(Roles.None, (mine, Roles.Deployer));
        await Host.ServiceAsync(Scopes.Workers, other, "checkout");
        await Host.ServiceAsync(Scopes.Workers, null, "checkout");

        await Host.DoAsync(deployer, new RegisterService("checkout", Scopes.Workers, mine));
    }

    [Fact]
    public async Task The_audit_row_of_a_registration_names_the_service_its_kind_and_its_store()
    {
        var store = await Host.StoreAsync();
        var id = await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.AiGateway, store));

        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (Act.RegisterService, "Service", id.Value, "checkout", store.Value),
            (row.Act, row.TargetKind, row.TargetId, row.TargetName, row.StoreId)
        );
        Assert.Equal("""{"kind":"ai_gateway"}""", row.Details);
    }
}
