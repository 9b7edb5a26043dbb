using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A file beside the key stores where the log ended, so that a shortened log is detected automatically.</summary>
public sealed class The_audit_anchor : VaultTestWithTail
{
    private string Anchor => Directory.GetFiles(Host.Folder, "audit-anchor-*.json").Single();

    private static string Copy(string path) => path + ".copy";

    [Fact]
    public async Task The_anchor_notices_that_the_log_is_empty()
    {
        await AnchoredAsync();
        await RunAsync("DELETE FROM AuditEntries");
        Assert.NotNull((await VerifyAsync()).Broken);

        File.Delete(Anchor);
        await RunAsync("DELETE FROM AuditEntries");
        await Host.ReopenAsync();
        await RunAsync("DELETE FROM AuditEntries");
        Assert.Contains("The log is empty", (await VerifyAsync()).Broken?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_anchor_notices_that_the_newest_rows_were_deleted()
    {
        await Host.StoreAsync("one");
        var cut = await Host.LastAuditAsync();
        await AnchoredAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain = '{cut.Chain}' AND Number >= {cut.Number}");
        await Host.ReopenAsync();

        var broken = (await VerifyAsync()).Broken!;
        Assert.Equal((cut.Chain, cut.Number, null), (broken.Chain, broken.Number, broken.Id));
        Assert.Contains("the anchor has signed", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_anchor_notices_that_rows_of_the_tail_were_deleted()
    {
        await ReadAsync(3);
        Assert.Equal(3, await InTailAsync());
        await AnchoredAsync();
        await RunAsync("DELETE FROM AuditTail");

        Assert.Contains("its end was removed", (await VerifyAsync()).Broken?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_anchor_covers_rows_of_the_tail_that_are_moved_later()
    {
        await ReadAsync(3);
        await AnchoredAsync();
        await ReadAsync(2);

        Assert.True((await VerifyAsync()).IsWhole);
        Assert.Null(Host.Vault.Tools.Anchor.Warning);
    }

    [Fact]
    public async Task The_anchor_notices_that_all_chains_except_the_first_ones_were_deleted()
    {
        var kept = (await Host.LastAuditAsync()).Chain;
        for (var i = 0; i < 3; i++)
        {
            await Host.ReopenAsync();
            await Host.StoreAsync($"store-{i}");
        }
        await Host.CloseAsync();
        await Host.ReopenAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain > '{kept}'");

        Assert.NotNull((await VerifyAsync()).Broken);
    }

    [Fact]
    public async Task The_anchor_may_be_older_than_the_log_as_after_a_power_cut()
    {
        Host.Time.Advance(TimeSpan.FromMinutes(10));
        await Host.StoreAsync("anchored");
        await AnchoredAsync();
        var time = Host.Now;
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.StoreAsync("newer");

        var verdict = await VerifyAsync();
        Assert.True(verdict.IsWhole);
        Assert.Equal(time, verdict.Anchor.UpTo);
    }

    [Fact]
    public async Task The_anchor_is_written_every_few_seconds_and_at_shutdown()
    {
        await AnchoredAsync();
        var before = await File.ReadAllTextAsync(Anchor);
        await Host.StoreAsync("one");
        Host.Time.Advance(TimeSpan.FromSeconds(6));
        for (var waited = 0; await File.ReadAllTextAsync(Anchor) == before; waited++)
        {
            Assert.InRange(waited, 0, 1_000);
            await Task.Delay(50);
        }

        await Host.StoreAsync("two");
        var last = await Host.LastAuditAsync();
        await Host.CloseAsync();
        Assert.Contains($"{last.Chain}:{last.Number}:", await File.ReadAllTextAsync(Anchor), StringComparison.Ordinal);
        await Host.ReopenAsync();
    }

    [Fact]
    public async Task A_deleted_anchor_is_not_created_again_until_the_console_accepts_that()
    {
        await AnchoredAsync();
        File.Delete(Anchor);
        await Host.StoreAsync("one");
        await Host.ReopenAsync();
        await Host.StoreAsync("two");
        await Host.Vault.Tools.Anchor.WriteAsync();

        var (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(1, code);
        Assert.Contains("is missing, although the log records one", output, StringComparison.Ordinal);
        Assert.Contains("is missing", (await Host.DoAsync(Host.Owner, new ViewHome())).AuditWarning, StringComparison.Ordinal);

        Assert.Equal((0, "The anchor now covers the audit log as it is."), await ConsoleAsync("audit", "anchor", "--accept"));
        var row = (await Host.AuditAsync()).Last(a => a.TargetKind == "AuditAnchor");
        Assert.Equal(
            (ActorKind.Console, Act.VerifyAudit, AuditResult.Done, """{"accepted":true}"""),
            (row.ActorKind, row.Act, row.Result, row.Details)
        );
        await AnchoredAsync();
        Assert.Null((await Host.DoAsync(Host.Owner, new ViewHome())).AuditWarning);
        (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(0, code);
        Assert.Contains("The end of the log is covered up to", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"Format":1,"Written":0,"Heads":[],"Code":""}""")]
    [InlineData("""{"Format":1,"Written":0,"Heads":[null],"Code":""}""")]
    [InlineData("""{"Format":1,"Written":0,"Heads":null,"Code":null}""")]
    public async Task An_anchor_that_was_written_by_somebody_else_is_detected_and_left_unchanged(string content)
    {
        await AnchoredAsync();
        await File.WriteAllTextAsync(Anchor, content);
        await Host.StoreAsync("one");
        await AnchoredAsync();
        await Host.ReopenAsync();

        Assert.Contains("was not written by this installation", (await VerifyAsync()).Anchor.Problem, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Anchor));
    }

    [Fact]
    public async Task The_anchor_cannot_be_changed_to_fit_a_shorter_log_without_the_key()
    {
        await Host.StoreAsync("one");
        var last = await Host.LastAuditAsync();
        await AnchoredAsync();
        var text = await File.ReadAllTextAsync(Anchor);
        await File.WriteAllTextAsync(Anchor, text.Replace($":{last.Number}:", $":{last.Number - 1}:", StringComparison.Ordinal));

        Assert.NotNull((await VerifyAsync()).Anchor.Problem);
    }

    [Fact]
    public async Task The_anchor_detects_an_older_backup_and_does_not_move_on_until_that_is_accepted()
    {
        var database = Path.Combine(Host.Folder, "secrets-dashboard.db");
        await Host.CloseAsync();
        File.Copy(database, Copy(database));
        await Host.ReopenAsync();
        await Host.StoreAsync("lost");
        await Host.CloseAsync();
        File.Copy(Copy(database), database, overwrite: true);

        await Host.ReopenAsync();
        await Host.StoreAsync("new");
        await AnchoredAsync();
        Assert.Contains("older copy", Host.Vault.Tools.Anchor.Warning, StringComparison.Ordinal);
        var (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(1, code);
        Assert.Contains("'audit anchor --accept'", output, StringComparison.Ordinal);

        Assert.Equal(0, (await ConsoleAsync("audit", "anchor", "--accept")).Code);
        await Host.StoreAsync("newer");
        await AnchoredAsync();
        var last = await Host.LastAuditAsync();
        Assert.True((await VerifyAsync()).IsWhole);
        Assert.Contains($"{last.Chain}:{last.Number}:", await File.ReadAllTextAsync(Anchor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_that_never_had_an_anchor_gets_one_at_its_next_start()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Host.Folder, "before")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "");
        var options = VaultTemplate.OptionsFor(folder);
        await using (
            var before = OpenVault.Open(
                options with
                {
                    AnchorDirectory = Path.Combine(folder, "file", "impossible"),
                },
                Host.Time,
                NullLogger.Instance
            )
        )
        {
            await before.Gate.AskAsync(Caller.Console, new ListAuditHeads());
            Assert.Contains("can't be written", before.Tools.Anchor.Warning, StringComparison.Ordinal);
            var unanchored = Expect.Done(await before.Gate.AskAsync(Caller.Console, new VerifyAudit([])));
            Assert.Equal((true, null), (unanchored.IsWhole, unanchored.Anchor.UpTo));
        }

        await using var after = OpenVault.Open(options, Host.Time, NullLogger.Instance);
        var verdict = Expect.Done(await after.Gate.AskAsync(Caller.Console, new VerifyAudit([])));
        Assert.True(verdict.IsWhole);
        Assert.NotNull(verdict.Anchor.UpTo);
        Assert.Null(after.Tools.Anchor.Warning);
    }

    [Fact]
    public async Task The_anchor_covers_every_process_that_writes()
    {
        await using (var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance))
        {
            for (var i = 0; i < 3; i++)
            {
                Expect.Done(await other.Gate.AskAsync(Host.Owner.Caller, new CreateStore($"other-{i}")));
                await Host.StoreAsync($"mine-{i}");
                await AnchoredAsync();
                await other.Tools.Anchor.WriteAsync();
            }
            Assert.True((await VerifyAsync()).IsWhole);
        }
        var newest = (await Host.AuditAsync())
            .Where(a => a.Act == Act.CreateStore)
            .GroupBy(a => a.Chain)
            .Select(c => c.Last())
            .TakeLast(2)
            .ToList();
        Assert.Equal(2, newest.Count);
        await AnchoredAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain = '{newest[0].Chain}'");
        Assert.Equal(newest[0].Chain, (await VerifyAsync()).Broken?.Chain);
    }

    [Fact]
    public async Task The_anchor_stays_small_however_often_the_program_starts()
    {
        for (var i = 0; i < 8; i++)
        {
            await Host.ReopenAsync();
            await Host.StoreAsync($"store-{i}");
            await ConsoleAsync("audit", "heads");
        }
        await AnchoredAsync();

        var heads = System
            .Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Anchor))
            .RootElement.GetProperty("Heads")
            .GetArrayLength();
        Assert.InRange(heads, 1, 5);
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task The_anchor_is_accessible_only_to_its_owner()
    {
        await AnchoredAsync();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Anchor) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("audit", "anchor")]
    [InlineData("audit", "anchor", "--except")]
    [InlineData("audit", "anchor", "--accept", "now")]
    public async Task The_anchor_verb_rejects_every_other_spelling_with_the_usage_and_exit_code_2(params string[] words)
    {
        var (code, output) = await ConsoleAsync(words);

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: audit anchor --accept", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_console_can_accept_the_anchor() => Expect.Refused(await Host.AskAsync(Host.Owner, new AcceptAnchor()));

    private Task AnchoredAsync() => Host.Vault.Tools.Anchor.WriteAsync();

    private async Task<AuditVerdict> VerifyAsync() => Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([])));

    private async Task<(int Code, string Output)> ConsoleAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await ConsoleVerbs.RunAsync(words, Host.Options, NullLogger.Instance, output, CancellationToken.None);
        return (code, output.ToString().Trim());
    }
}
