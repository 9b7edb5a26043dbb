using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A file beside the key remembers where the log ended, so that a shorter log is noticed without anybody's help.</summary>
public sealed class The_anchor : With_a_tail
{
    private string Anchor => Directory.GetFiles(World.Folder, "audit-anchor-*.json").Single();
    private static string Copy(string path) => path + ".copy";

    [Fact]
    public async Task Notices_that_the_log_is_empty()
    {
        await AnchoredAsync();
        await RunAsync("DELETE FROM AuditEntries");
        Assert.NotNull((await VerifyAsync()).Broken);

        File.Delete(Anchor);
        await RunAsync("DELETE FROM AuditEntries");
        await World.ReopenAsync();
        await RunAsync("DELETE FROM AuditEntries");
        Assert.Contains("The log is empty", (await VerifyAsync()).Broken?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_that_the_newest_rows_were_taken_away()
    {
        await World.StoreAsync("one");
        var cut = await World.LastAuditAsync();
        await AnchoredAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain = '{cut.Chain}' AND Number >= {cut.Number}");
        await World.ReopenAsync();

        var broken = (await VerifyAsync()).Broken!;
        Assert.Equal((cut.Chain, cut.Number, null), (broken.Chain, broken.Number, broken.Id));
        Assert.Contains("the anchor has signed", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_that_rows_of_the_tail_were_taken_away()
    {
        await ReadAsync(3);
        Assert.Equal(3, await InTailAsync());
        await AnchoredAsync();
        await RunAsync("DELETE FROM AuditTail");

        Assert.Contains("its end was cut off", (await VerifyAsync()).Broken?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vouches_for_rows_of_the_tail_that_are_moved_later()
    {
        await ReadAsync(3);
        await AnchoredAsync();
        await ReadAsync(2);

        Assert.True((await VerifyAsync()).IsWhole);
        Assert.Null(World.Vault.Tools.Anchor.Warning);
    }

    [Fact]
    public async Task Notices_that_all_chains_but_the_first_ones_were_taken_away()
    {
        var kept = (await World.LastAuditAsync()).Chain;
        for (var i = 0; i < 3; i++)
        {
            await World.ReopenAsync();
            await World.StoreAsync($"store-{i}");
        }
        await World.CloseAsync();
        await World.ReopenAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain > '{kept}'");

        Assert.NotNull((await VerifyAsync()).Broken);
    }

    [Fact]
    public async Task May_be_older_than_the_log_as_after_a_power_cut()
    {
        World.Time.Advance(TimeSpan.FromMinutes(10));
        await World.StoreAsync("anchored");
        await AnchoredAsync();
        var time = World.Now;
        World.Time.Advance(TimeSpan.FromSeconds(1));
        await World.StoreAsync("newer");

        var verdict = await VerifyAsync();
        Assert.True(verdict.IsWhole);
        Assert.Equal(time, verdict.Anchor.UpTo);
    }

    [Fact]
    public async Task Is_written_every_few_seconds_and_at_the_end()
    {
        await AnchoredAsync();
        var before = await File.ReadAllTextAsync(Anchor);
        await World.StoreAsync("one");
        World.Time.Advance(TimeSpan.FromSeconds(6));
        for (var waited = 0; await File.ReadAllTextAsync(Anchor) == before; waited++)
        {
            Assert.InRange(waited, 0, 1_000);
            await Task.Delay(50);
        }

        await World.StoreAsync("two");
        var last = await World.LastAuditAsync();
        await World.CloseAsync();
        Assert.Contains($"{last.Chain}:{last.Number}:", await File.ReadAllTextAsync(Anchor), StringComparison.Ordinal);
        await World.ReopenAsync();
    }

    [Fact]
    public async Task Is_not_made_anew_where_it_was_deleted_until_somebody_accepts_that()
    {
        await AnchoredAsync();
        File.Delete(Anchor);
        await World.StoreAsync("one");
        await World.ReopenAsync();
        await World.StoreAsync("two");
        await World.Vault.Tools.Anchor.WriteAsync();

        var (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(1, code);
        Assert.Contains("is missing, although the log says that there was one", output, StringComparison.Ordinal);
        Assert.Contains("is missing", (await World.DoAsync(World.Boss, new ViewHome())).AuditWarning, StringComparison.Ordinal);

        Assert.Equal((0, "The anchor vouches for the audit log as it is now."), await ConsoleAsync("audit", "anchor", "--accept"));
        var row = (await World.AuditAsync()).Last(a => a.TargetKind == "AuditAnchor");
        Assert.Equal((ActorKind.Console, Act.VerifyAudit, AuditResult.Done, """{"accepted":true}"""), (row.ActorKind, row.Act, row.Result, row.Details));
        await AnchoredAsync();
        Assert.Null((await World.DoAsync(World.Boss, new ViewHome())).AuditWarning);
        (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(0, code);
        Assert.Contains("The end of the log is vouched for up to", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"Format":1,"Written":0,"Heads":[],"Code":""}""")]
    [InlineData("""{"Format":1,"Written":0,"Heads":[null],"Code":""}""")]
    [InlineData("""{"Format":1,"Written":0,"Heads":null,"Code":null}""")]
    public async Task That_somebody_else_wrote_is_found_and_left_as_it_is(string content)
    {
        await AnchoredAsync();
        await File.WriteAllTextAsync(Anchor, content);
        await World.StoreAsync("one");
        await AnchoredAsync();
        await World.ReopenAsync();

        Assert.Contains("was not written by this installation", (await VerifyAsync()).Anchor.Problem, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Anchor));
    }

    [Fact]
    public async Task Can_not_be_written_to_fit_a_shorter_log_without_the_key()
    {
        await World.StoreAsync("one");
        var last = await World.LastAuditAsync();
        await AnchoredAsync();
        var text = await File.ReadAllTextAsync(Anchor);
        await File.WriteAllTextAsync(Anchor, text.Replace($":{last.Number}:", $":{last.Number - 1}:", StringComparison.Ordinal));

        Assert.NotNull((await VerifyAsync()).Anchor.Problem);
    }

    [Fact]
    public async Task Notices_an_older_backup_and_is_not_moved_by_what_is_written_after_it_until_that_is_accepted()
    {
        var database = Path.Combine(World.Folder, "secrets-dashboard.db");
        await World.CloseAsync();
        File.Copy(database, Copy(database));
        await World.ReopenAsync();
        await World.StoreAsync("lost");
        await World.CloseAsync();
        File.Copy(Copy(database), database, overwrite: true);

        await World.ReopenAsync();
        await World.StoreAsync("new");
        await AnchoredAsync();
        Assert.Contains("older copy", World.Vault.Tools.Anchor.Warning, StringComparison.Ordinal);
        var (code, output) = await ConsoleAsync("audit", "verify");
        Assert.Equal(1, code);
        Assert.Contains("'audit anchor --accept'", output, StringComparison.Ordinal);

        Assert.Equal(0, (await ConsoleAsync("audit", "anchor", "--accept")).Code);
        await World.StoreAsync("newer");
        await AnchoredAsync();
        var last = await World.LastAuditAsync();
        Assert.True((await VerifyAsync()).IsWhole);
        Assert.Contains($"{last.Chain}:{last.Number}:", await File.ReadAllTextAsync(Anchor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_given_to_an_installation_that_never_had_one_at_its_next_start()
    {
        var folder = Directory.CreateDirectory(Path.Combine(World.Folder, "before")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "");
        var options = Template.OptionsFor(folder);
        await using (var before = OpenVault.Open(options with { AnchorDirectory = Path.Combine(folder, "file", "impossible") }, World.Time, NullLogger.Instance))
        {
            await before.Gate.AskAsync(Caller.Console, new ListAuditHeads());
            Assert.Contains("can't be written", before.Tools.Anchor.Warning, StringComparison.Ordinal);
            var unanchored = Expect.Done(await before.Gate.AskAsync(Caller.Console, new VerifyAudit([])));
            Assert.Equal((true, null), (unanchored.IsWhole, unanchored.Anchor.UpTo));
        }

        await using var after = OpenVault.Open(options, World.Time, NullLogger.Instance);
        var verdict = Expect.Done(await after.Gate.AskAsync(Caller.Console, new VerifyAudit([])));
        Assert.True(verdict.IsWhole);
        Assert.NotNull(verdict.Anchor.UpTo);
        Assert.Null(after.Tools.Anchor.Warning);
    }

    [Fact]
    public async Task Covers_every_process_that_writes()
    {
        await using (var other = OpenVault.Open(World.Options, World.Time, NullLogger.Instance))
        {
            for (var i = 0; i < 3; i++)
            {
                Expect.Done(await other.Gate.AskAsync(World.Boss.Caller, new CreateStore($"other-{i}")));
                await World.StoreAsync($"mine-{i}");
                await AnchoredAsync();
                await other.Tools.Anchor.WriteAsync();
            }
            Assert.True((await VerifyAsync()).IsWhole);
        }
        var newest = (await World.AuditAsync()).Where(a => a.Act == Act.CreateStore).GroupBy(a => a.Chain).Select(c => c.Last()).TakeLast(2).ToList();
        Assert.Equal(2, newest.Count);
        await AnchoredAsync();
        await RunAsync($"DELETE FROM AuditEntries WHERE Chain = '{newest[0].Chain}'");
        Assert.Equal(newest[0].Chain, (await VerifyAsync()).Broken?.Chain);
    }

    [Fact]
    public async Task Stays_small_however_often_the_program_starts()
    {
        for (var i = 0; i < 8; i++)
        {
            await World.ReopenAsync();
            await World.StoreAsync($"store-{i}");
            await ConsoleAsync("audit", "heads");
        }
        await AnchoredAsync();

        var heads = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Anchor)).RootElement.GetProperty("Heads").GetArrayLength();
        Assert.InRange(heads, 1, 5);
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task Is_for_its_owner_alone()
    {
        await AnchoredAsync();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Anchor) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("audit", "anchor")]
    [InlineData("audit", "anchor", "--except")]
    [InlineData("audit", "anchor", "--accept", "now")]
    public async Task Is_moved_by_one_spelling_alone(params string[] words)
    {
        var (code, output) = await ConsoleAsync(words);

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: audit anchor --accept", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_moved_by_nobody_but_the_console() => Expect.Refused(await World.AskAsync(World.Boss, new AcceptAnchor()));

    private Task AnchoredAsync() => World.Vault.Tools.Anchor.WriteAsync();

    private async Task<AuditVerdict> VerifyAsync() => Expect.Done(await World.AskAsync(Caller.Console, new VerifyAudit([])));

    private async Task<(int Code, string Output)> ConsoleAsync(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await ConsoleVerbs.RunAsync(words, World.Options, NullLogger.Instance, output, CancellationToken.None);
        return (code, output.ToString().Trim());
    }
}
