using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests;

/// <summary>Every list is searched without regard to case and to Unicode's forms; what is listed stays as it was typed.</summary>
public sealed class Searching_in_any_unicode_form : VaultTest
{
    private const string Composed = "caf\u00e9 \u00e4rger",
        Decomposed = "cafe\u0301 a\u0308rger",
        Upper = "CAF\u00c9 \u00c4RGER",
        FullWidth = "\uff43\uff41\uff46\u00e9 \u00e4rger";

    private static readonly PageRequest First = new(1, 25);

    public static readonly TheoryData<string> Forms = [Composed, Decomposed, Upper, FullWidth, "CAFE\u0301 A\u0308RGER"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_search_finds_secrets_by_comment_in_any_case_and_unicode_form(string search)
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "ONE", comment: Composed);
        await Host.SecretAsync(store, "TWO", comment: Decomposed);
        await Host.DoAsync(
            Host.Owner,
            new EditSecret(await Host.SecretAsync(store, "THREE"), null, Description: new() { Comment = Upper })
        );
        await Host.SecretAsync(store, "OTHER", comment: "cafe arger");
        var service = await Host.ServiceAsync(Scopes.Workers);

        var listed = await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(search), First));
        Assert.Equal(["ONE", "THREE", "TWO"], listed.Items.Select(s => s.Name));
        Assert.Equal([Composed, Upper, Decomposed], listed.Items.Select(s => s.Description.Comment));
        Assert.Equal(
            ["ONE", "THREE", "TWO"],
            (await Host.DoAsync(Host.Owner, new ExportSecrets(new SecretFilter(search)))).Select(s => s.Name)
        );
        Assert.Equal(
            ["ONE", "THREE", "TWO"],
            (await Host.DoAsync(Host.Owner, new FindBindableSecrets(service, search))).Select(s => s.Name)
        );
        Assert.Equal(["ONE", "THREE", "TWO"], (await Host.DoAsync(Host.Owner, new FindAnything(search))).Select(s => s.Name));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_search_finds_tokens_and_their_audit_rows_by_name_in_any_case_and_unicode_form(string search)
    {
        foreach (var name in new[] { Composed, Decomposed, Upper, "cafe arger" })
        {
            var token = await Host.AccountTokenAsync(TokenSteps.Input() with { Name = name });
            Expect.Done(await Host.AskAsync(token.AsCaller(), new ListServices(new ServiceFilter(), First)));
        }

        var listed = await Host.DoAsync(
            Host.Owner,
            new ListTokens(TokenSide.Account, First, Filter: new TokenFilter(search), Descending: false)
        );
        Assert.Equal([Upper, Decomposed, Composed], listed.Items.Select(t => t.Name).Order(StringComparer.Ordinal));
        var audit = (await Host.DoAsync(Host.Owner, new ListAudit(new AuditFilter(search)))).Rows;
        Assert.Equal((3, 3), (audit.Count(r => r.TargetKind == "Token"), audit.Count(r => r.ActorKind == ActorKind.Token)));
    }

    [Theory]
    [InlineData("b\u00e4rbel@")]
    [InlineData("ba\u0308rbel@")]
    [InlineData("B\u00c4RBEL@")]
    public async Task A_search_finds_members_by_address_in_any_case_and_unicode_form(string search)
    {
        await using (var db = Host.OpenDb())
        {
            db.Add(NewMember.Make("b\u00e4rbel@example.org", "", Host.Now));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            ["b\u00e4rbel@example.org"],
            (await Host.DoAsync(Host.Owner, new ViewMembers(search, First))).Members.Items.Select(m => m.Email)
        );
        Assert.Equal(["b\u00e4rbel@example.org"], (await Host.DoAsync(Host.Owner, new FindAnything(search))).Select(m => m.Name));
    }

    [Fact]
    public async Task A_search_with_full_width_letters_finds_services_and_stores()
    {
        await Host.StoreAsync("checkout-store");
        await Host.ServiceAsync(Scopes.Workers, name: "checkout");

        Assert.Equal(
            "checkout",
            Assert.Single((await Host.DoAsync(Host.Owner, new ListServices(new ServiceFilter("\uff23heckout"), First))).Items).Name
        );
        Assert.Equal(
            ["checkout", "checkout-store"],
            (await Host.DoAsync(Host.Owner, new FindAnything("\uff23heckout"))).Select(f => f.Name)
        );
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    public async Task A_search_for_half_a_surrogate_pair_finds_nothing_and_does_not_fail(string search)
    {
        await Host.AccountTokenAsync(TokenSteps.Input());

        Assert.Empty((await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, First, Filter: new TokenFilter(search)))).Items);
        Assert.Empty((await Host.DoAsync(Host.Owner, new FindAnything(search))));
        Assert.Empty((await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(search), First))).Items);
    }
}
