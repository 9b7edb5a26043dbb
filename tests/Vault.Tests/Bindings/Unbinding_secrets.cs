using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Bindings;

public sealed class Unbinding_secrets : VaultTest
{
    private ServiceId _service;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var store = await Host.StoreAsync();
        (_service, _secret) = (await Host.ServiceAsync(Scopes.Workers, store), await Host.SecretAsync(store, "STRIPE"));
        await Host.DoAsync(Host.Owner, new BindSecret(_service, _secret, "API_KEY"));
    }

    [Fact]
    public async Task A_deployer_unbinds_a_secret_and_can_bind_the_returned_secret_again()
    {
        var deployer = await Host.MemberAsync(Roles.Deployer);

        var secret = await Host.DoAsync(deployer, new UnbindSecret(_service, "API_KEY"));

        Assert.Equal(_secret, secret);
        Assert.Empty((await Host.DoAsync(deployer, new GetService(_service))).Bindings);
        await Host.DoAsync(deployer, new BindSecret(_service, secret, "API_KEY"));
    }

    [Fact]
    public async Task The_audit_row_of_an_unbinding_names_the_secret_and_the_variable()
    {
        await Host.DoAsync(Host.Owner, new UnbindSecret(_service, "API_KEY"));

        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (_service.Value, _secret.Value, """{"secret":"STRIPE","variable":"API_KEY"}"""),
            (row.TargetId, row.RelatedId, row.Details)
        );
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    public async Task An_admin_or_reporter_cannot_unbind_a_secret(Roles roles)
    {
        var member = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(member, new UnbindSecret(_service, "API_KEY")));

        Assert.Single((await Host.DoAsync(Host.Owner, new GetService(_service))).Bindings);
    }

    [Fact]
    public async Task Unbinding_a_variable_that_is_not_bound_fails_as_not_found() =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new UnbindSecret(_service, "OTHER")), "binding_not_found");
}
