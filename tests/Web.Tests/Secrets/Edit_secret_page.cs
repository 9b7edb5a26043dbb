using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Secrets;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class Edit_secret_page : ComponentTest
{
    private SecretId _secret;

    [Fact]
    public async Task An_empty_value_keeps_the_current_one()
    {
        var screen = await OpenAsync(Host.Admin, value: "");

        screen.Type("Comment", "new comment");
        screen.Submit();

        screen.Wait(() => Assert.Equal($"/secrets/{_secret}", screen.Address));
        var detail = await Host.DoAsync(Host.Owner, new GetSecret(_secret));
        Assert.Equal(("new comment", 1), (detail.Description.Comment, detail.Version));
    }

    [Fact]
    public async Task A_new_value_makes_a_new_version()
    {
        var screen = await OpenAsync(Host.Admin, value: "another");

        screen.Submit();

        screen.Wait(() => Assert.Equal($"/secrets/{_secret}", screen.Address));
        Assert.Equal(2, (await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Version);
    }

    [Fact]
    public async Task The_second_of_two_editors_keeps_their_input_sees_the_other_change_and_can_then_save()
    {
        var screen = await OpenAsync(Host.Admin, value: "");
        screen.Type("Comment", "mine");
        await Host.DoAsync(
            Host.Owner,
            new EditSecret(_secret, 1, Scopes: Scopes.Workers | Scopes.Dex, Description: new() { Comment = "theirs" })
        );

        screen.Submit();

        screen.Shows("Someone else changed this secret in the meantime.");
        screen.Shows("The comment is now “theirs”.");
        Assert.Equal("mine", screen.Field("Comment").GetAttribute("value"));
        Assert.True(screen.Checkbox("DEX").HasAttribute("checked"));

        screen.Submit();
        screen.Wait(() => Assert.Equal($"/secrets/{_secret}", screen.Address));
        var detail = await Host.DoAsync(Host.Owner, new GetSecret(_secret));
        Assert.Equal(("mine", Scopes.Workers | Scopes.Dex), (detail.Description.Comment, detail.Scopes));
    }

    [Fact]
    public async Task Narrowing_the_scopes_of_a_bound_secret_names_the_binding_and_requires_confirmation()
    {
        var screen = await OpenAsync(Host.Admin, value: "");
        var service = await Host.DoAsync(Host.Owner, new Vault.Services.RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new Vault.Bindings.BindSecret(service, _secret, "KEY"));

        screen.Tick("Workers", false);
        screen.Tick("Access");
        screen.Submit();
        screen.Shows("checkout (Workers) reads API_KEY as KEY");

        screen.Tick("Save anyway: these bindings break and stay visible as broken");
        screen.Submit();
        screen.Wait(() => Assert.Equal($"/secrets/{_secret}", screen.Address));
        Assert.Equal(Scopes.Access, (await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Scopes);
    }

    [Fact]
    public async Task A_deployer_who_opens_the_edit_page_sees_the_reason_and_no_form()
    {
        var screen = await OpenAsync(Host.Deployer, value: "");

        screen.Shows("Needs Super Administrator or Admin. You are Deployer.");
        Assert.Empty(screen.All("form.sd-form"));
    }

    private async Task<Screen> OpenAsync(SampleMember who, string value)
    {
        _secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var screen = Host.ScreenOf(who);
        screen.TypeValue(value);
        return screen.Open<EditSecretPage>($"/secrets/{_secret}/edit", ("Id", _secret.Value));
    }
}
