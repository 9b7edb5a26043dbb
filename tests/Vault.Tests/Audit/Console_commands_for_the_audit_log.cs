using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Tests.Audit;

public sealed class Console_commands_for_the_audit_log : VaultTest
{
    [Fact]
    public async Task The_verify_verb_counts_the_verified_rows_and_exits_with_0()
    {
        var (code, output) = await RunAsync("audit", "verify");

        Assert.Equal(0, code);
        Assert.Matches(
            @"^\d+ rows in \d+ chains? verified\.\nThe end of the log is covered up to 2026-03-02 09:00:00 UTC by the anchor '.*'\."
                + @"\nThe seals of all rows are right, and no secret is older than the log says\.$",
            output
        );
    }

    [Fact]
    public async Task The_verify_verb_names_the_first_broken_row_and_exits_with_1()
    {
        await Host.StoreAsync("one");
        var row = await Host.LastAuditAsync();
        await using (var db = Host.OpenDb())
        {
            await db.AuditEntries.Where(a => a.Id == row.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.TargetName, "two"));
        }

        var (code, output) = await RunAsync("audit", "verify");

        Assert.Equal(1, code);
        Assert.StartsWith($"Broken: Row {row.Number} of chain {row.Chain} (row {row.Id} of the log)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_heads_verb_prints_heads_in_the_form_that_verify_accepts()
    {
        await Host.StoreAsync("one");
        var (code, heads) = await RunAsync("audit", "heads");

        var expected = heads.Split('\n', StringSplitOptions.TrimEntries).SelectMany(h => new[] { "--expect", h });
        var (verified, output) = await RunAsync(["audit", "verify", .. expected]);

        Assert.Equal((0, 0), (code, verified));
        Assert.Contains("verified", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--expect")]
    [InlineData("--expect", "nonsense")]
    [InlineData("--except", "0:0:0")]
    [InlineData("now")]
    public async Task The_verify_verb_answers_invalid_arguments_with_the_usage_and_exit_code_2(params string[] args)
    {
        var (code, output) = await RunAsync(["audit", "verify", .. args]);

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: audit verify", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit verify", "audit", "verify")]
    [InlineData("audit verify --expect 1", "--", "audit", "verify", "--expect", "1")]
    [InlineData(null, "--urls", "http://127.0.0.1:1")]
    [InlineData(null, "--")]
    [InlineData(null, "Data:Directory=elsewhere")]
    [InlineData(null)]
    public void A_console_verb_is_told_apart_from_settings_with_or_without_leading_dashes(string? verb, params string[] args) =>
        Assert.Equal(verb, ConsoleVerbs.VerbIn(args) is { } words ? string.Join(' ', words) : null);

    // As another process beside the running server: on the same files.
    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await ConsoleVerbs.RunAsync(args, Host.Options, NullLogger.Instance, output, CancellationToken.None);
        return (code, output.ToString().Trim());
    }
}
