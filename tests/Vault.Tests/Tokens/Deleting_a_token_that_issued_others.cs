using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>A token issued a token, which issued a third; each issued a credential and an invitation.</summary>
public sealed class Deleting_a_token_that_issued_others : VaultTest
{
    private static readonly TokenInput Administering = new("t", null, Administer: true);

    private readonly List<NewToken> _chain = [];
    private readonly List<NewCredential> _credentials = [];
    private ServiceId _service;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await Host.ServiceAsync(Scopes.Workers);
        _chain.Add(await Host.AccountTokenAsync(Administering));
        _chain.Add(Expect.Done(await Host.AskAsync(_chain[0].AsCaller(), new CreateToken(TokenSide.Account, Administering))));
        _chain.Add(Expect.Done(await Host.AskAsync(_chain[1].AsCaller(), new CreateToken(TokenSide.Account, Administering))));
        for (var i = 0; i < 3; i++)
        {
            _credentials.Add(Expect.Done(await Host.AskAsync(_chain[i].AsCaller(), new IssueCredential(_service, ReaderSteps.Input))));
            Expect.Done(await Host.AskAsync(_chain[i].AsCaller(), new InviteMember($"guest{i}@example.org", Roles.Reporter)));
        }
        await Host.AccountTokenAsync(Administering);
        await Host.CredentialAsync(_service);
    }

    [Fact]
    public async Task Counting_what_a_token_issued_includes_what_its_issued_tokens_issued()
    {
        Assert.Equal(new IssuedCounts(2, 3), await Host.DoAsync(Host.Owner, new CountIssued(TokenSide.Account, _chain[0].Token.Id)));
        Assert.Equal(new IssuedCounts(0, 1), await Host.DoAsync(Host.Owner, new CountIssued(TokenSide.Account, _chain[2].Token.Id)));
        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.Admin), new CountIssued(TokenSide.Account, _chain[0].Token.Id)));
    }

    [Fact]
    public async Task Deleting_a_token_keeps_what_it_issued_by_default_and_warns_how_much_remains()
    {
        var done = Assert.IsType<Done<Unit>>(await Host.AskAsync(Host.Owner, new DeleteToken(TokenSide.Account, _chain[0].Token.Id)));

        var warning = Assert.Single(done.Warnings);
        Assert.Equal(
            ("issued_remain", "2 tokens and 3 credentials that it issued remain valid until they expire or are revoked one by one."),
            (warning.Code, warning.Message)
        );
        Assert.Equal((3, 4, 2), await LeftAsync());
        Assert.Contains("\"credentials_left\":3", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_token_that_issued_nothing_gives_no_warning()
    {
        var plain = await Host.AccountTokenAsync(Administering);

        Assert.Empty(
            Assert.IsType<Done<Unit>>(await Host.AskAsync(Host.Owner, new DeleteToken(TokenSide.Account, plain.Token.Id))).Warnings
        );
    }

    [Fact]
    public async Task Deleting_a_token_revokes_everything_that_it_issued_when_requested()
    {
        var done = Assert.IsType<Done<Unit>>(
            await Host.AskAsync(Host.Owner, new DeleteToken(TokenSide.Account, _chain[0].Token.Id, RevokeIssued: true))
        );

        Assert.Empty(done.Warnings);
        var details = (await Host.LastAuditAsync()).Details;
        Assert.Equal((1, 1, 0), await LeftAsync());
        foreach (var token in _chain)
        {
            Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.AsCaller()));
        }
        Assert.Equal(Standing.Unknown, (await Host.RefusedAsync(_credentials[2].AsCaller())).Question.Actor.Standing);
        Assert.Contains("\"tokens_revoked\":2", details, StringComparison.Ordinal);
        Assert.Contains("\"credentials_revoked\":3", details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_token_in_the_middle_of_a_chain_revokes_only_what_comes_after_it()
    {
        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, _chain[1].Token.Id, RevokeIssued: true));

        Assert.Equal((2, 2, 1), await LeftAsync());
        Assert.Equal(Standing.Good, await Host.StandingAsync(_chain[0].AsCaller()));
    }

    [Fact]
    public async Task Revoking_what_a_token_issued_includes_what_was_rolled_within_the_chain()
    {
        Expect.Done(await Host.AskAsync(_chain[1].AsCaller(), new RollToken(TokenSide.Account, _chain[1].Token.Id)));
        Expect.Done(await Host.AskAsync(_chain[2].AsCaller(), new RollToken(TokenSide.Account, _chain[1].Token.Id)));
        Expect.Done(await Host.AskAsync(_chain[2].AsCaller(), new RollCredential(_service, _credentials[0].Credential.Id)));

        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, _chain[0].Token.Id, RevokeIssued: true));

        Assert.Equal((1, 1, 0), await LeftAsync());
    }

    [Fact]
    public async Task Deleting_a_token_revokes_credentials_that_it_rolled_but_not_those_that_a_member_rolled_later()
    {
        var ofMember = (await Host.CredentialAsync(_service)).Credential.Id;
        Expect.Done(await Host.AskAsync(_chain[0].AsCaller(), new RollCredential(_service, ofMember)));
        await Host.DoAsync(Host.Owner, new RollCredential(_service, _credentials[0].Credential.Id));

        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, _chain[0].Token.Id, RevokeIssued: true));

        var left = (await Host.DoAsync(Host.Owner, new ListCredentials(_service))).Select(c => c.Id).ToList();
        Assert.Contains(_credentials[0].Credential.Id, left);
        Assert.DoesNotContain(ofMember, left);
    }

    private async Task<(int Tokens, int Credentials, int Invitations)> LeftAsync()
    {
        await using var db = Host.OpenDb();
        return (await db.ApiTokens.CountAsync(), await db.ServiceCredentials.CountAsync(), await db.Invitations.CountAsync());
    }
}
