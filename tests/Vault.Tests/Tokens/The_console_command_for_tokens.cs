using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class The_console_command_for_tokens : VaultTest
{
    [Fact]
    public async Task The_console_prints_a_new_token_alone_on_its_last_line()
    {
        var (code, lines) = await RunAsync("--name", "ci", "--level", "read");

        Assert.Equal(0, code);
        Assert.True(TokenText.IsWhole(TokenText.ApiToken, lines[^1]));
        Expect.Done(await Host.AskAsync(Caller.WithToken(lines[^1], null), new ListStores()));
    }

    [Fact]
    public async Task The_audit_row_of_a_console_token_names_the_console_and_the_token()
    {
        await RunAsync("--name", "ci", "--level", "edit");

        var row = await Host.LastAuditAsync();
        Assert.Equal((ActorKind.Console, Act.CreateTokenAtConsole, "ci"), (row.ActorKind, row.Act, row.TargetName));
    }

    [Theory]
    [InlineData("read", TokenLevel.Read)]
    [InlineData("bind", TokenLevel.Bind)]
    [InlineData("manage", TokenLevel.Manage)]
    [InlineData("edit", TokenLevel.Edit)]
    public async Task The_console_has_a_word_for_each_token_level(string name, TokenLevel level)
    {
        var (_, lines) = await RunAsync("--name", "ci", "--level", name);

        var made = (await Host.Vault.Gate.IdentifyAsync(Caller.WithToken(lines[^1], null))).Token!;
        Assert.Equal((level, false, null, null), (made.Actor.Level, made.Actor.Administer, made.Actor.Stores, made.Owner));
    }

    [Fact]
    public async Task The_console_takes_stores_by_name_or_id_and_administer_without_a_level()
    {
        var (first, second) = (await Host.StoreAsync("first"), await Host.StoreAsync("second"));

        var (_, lines) = await RunAsync("--administer", "--store", "first", "--name", "ci", "--store", second.Value);

        var made = (await Host.Vault.Gate.IdentifyAsync(Caller.WithToken(lines[^1], null))).Token!.Actor;
        Assert.Equal((null, true), (made.Level, made.Administer));
        Assert.True(made.Stores!.SetEquals([first, second]));
    }

    [Theory]
    [InlineData("never", null)]
    [InlineData("7", 7.0)]
    public async Task The_console_sets_a_tokens_expiry_as_requested(string expires, double? days)
    {
        await RunAsync("--name", "ci", "--level", "read", "--expires", expires);

        var token = Assert.Single((await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Items);
        Assert.Equal(days, (token.Expires - token.Created)?.TotalDays);
    }

    [Theory]
    [InlineData("--name", "ci")]
    [InlineData("--level", "read")]
    [InlineData("--name", "ci", "--level", "Read")]
    [InlineData("--name", "ci", "--level", "admin")]
    [InlineData("--name", "ci", "--level", "admin", "--administer")]
    [InlineData("--name", "ci", "--level")]
    [InlineData("--name", "--level", "read")]
    [InlineData("--name", "ci", "--level", "read", "--level", "edit")]
    [InlineData("--name", "ci", "--level", "read", "--stores", "first")]
    [InlineData("--name", "ci", "--level", "read", "--store")]
    [InlineData("--name", "ci", "--level", "read", "--expires", "0")]
    [InlineData("--name", "ci", "--level", "read", "--expires", "-1")]
    [InlineData("--name", "ci", "--level", "read", "--expires", "soon")]
    [InlineData("--name", "ci", "--level", "read", "--expires", "99999999999")]
    [InlineData("--name", "ci", "--level", "read", "extra")]
    public async Task Invalid_arguments_of_the_token_verb_exit_with_2_and_create_nothing(params string[] args)
    {
        var (code, lines) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: token create --name NAME", lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task The_token_verb_exits_with_1_for_a_store_that_does_not_exist()
    {
        var (code, lines) = await RunAsync("--name", "ci", "--level", "read", "--store", "nowhere");

        Assert.Equal((1, "There is no store named nowhere."), (code, lines[^1]));
    }

    private async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        await Host.CloseAsync();
        using var output = new StringWriter();
        var code = await ConsoleVerbs.RunAsync(
            ["token", "create", .. args],
            Host.Options,
            NullLogger.Instance,
            output,
            TestContext.Current.CancellationToken
        );
        await Host.ReopenAsync();
        return (code, output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }
}
