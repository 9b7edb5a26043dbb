using System.Text;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>A token's text is in the answer that made it, and in no file: neither whole
/// nor its secret part, whether it was used well or badly.</summary>
public sealed class The_value_of_a_token_is_not_stored : VaultTest
{
    [Fact]
    public async Task No_file_of_the_vault_contains_the_text_of_a_token()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var (own, account) = (await Host.OwnTokenAsync(member), await Host.AccountTokenAsync(TokenLevel.Read));
        var rolled = await Host.DoAsync(Host.Owner, new RollToken(TokenSide.Account, account.Token.Id));
        var never = TokenText.New(TokenText.ApiToken, account.Token.Id.Value).Text;
        foreach (var text in new[] { own.Text, account.Text, rolled.Text, never, rolled.Text + "x" })
        {
            await Host.AskAsync(Caller.WithToken(text, null), new ListStores());
            await Host.AskAsync(Caller.WithToken(text, null), new CreateStore("refused"));
        }
        await Host.AskAsync(Host.Owner, new GetToken(TokenSide.Account, new TokenId(rolled.Text))); // Pasted where the id belongs.
        await Host.CloseAsync();

        var files = Directory.EnumerateFiles(Host.Folder).Select(File.ReadAllBytes).ToList();

        Assert.All(
            [own.Text, account.Text, rolled.Text, never],
            text =>
                Assert.All(
                    [text[26..69], text[30..60]],
                    part =>
                        Assert.DoesNotContain(
                            files,
                            file =>
                                file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(part)) >= 0
                                || file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(part)) >= 0
                        )
                )
        );
        // The search finds what is there.
        Assert.Contains(files, file => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(account.Token.Id.Value)) >= 0);
    }
}
