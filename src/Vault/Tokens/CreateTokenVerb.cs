using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Tokens;

/// <summary><c>token create …</c>: issues an account token. The last line of
/// the output contains only the token, so that scripts can read it.</summary>
internal sealed record CreateTokenVerb()
    : ConsoleVerb(
        "token",
        "create",
        "--name NAME --level read|bind|manage|edit [--administer] [--store NAME-OR-ID]... "
            + "[--expires DAYS|never]   (--level may be left out beside --administer)"
    )
{
    private const int MaxDays = 36_500;

    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (Read(args) is not { } create)
        {
            await output.WriteLineAsync($"Usage: {Group} {Name} {Usage}");
            return 2;
        }
        var outcome = await vault.Gate.AskAsync(Caller.Console, create, cancel);
        var (code, lines) = outcome.Match<(int, IEnumerable<string>)>(
            done => (0, Describe(done.Value)),
            refused => (1, [refused.Decision.Authorization.Reason]),
            failed => (1, failed.Problems.Select(p => p.Message))
        );
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
        return code;
    }

    private static string[] Describe(NewToken made) =>
        [$"The token '{made.Token.Name}' ({made.Token.Id}) {EndOf(made.Token)} It is shown only once:", made.Text];

    /// <summary>Null if the arguments don't match the usage: an unknown word could be a misspelt limit.</summary>
    private static CreateTokenAtConsole? Read(IReadOnlyList<string> args)
    {
        var (given, stores, administer) = (new Dictionary<string, string>(), new List<string>(), false);
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--administer")
            {
                administer = true;
            }
            else if (
                args[i] is not ("--name" or "--level" or "--expires" or "--store")
                || i + 1 >= args.Count
                || args[i + 1].StartsWith("--", StringComparison.Ordinal)
            )
            {
                return null;
            }
            else if (args[i] == "--store")
            {
                stores.Add(args[++i]);
            }
            else if (!given.TryAdd(args[i], args[++i]))
            {
                return null;
            }
        }
        var level = LevelOf(given.GetValueOrDefault("--level"));
        return
            !given.TryGetValue("--name", out var name)
            || ExpiryOf(given.GetValueOrDefault("--expires")) is not { } expires
            || (level is null && (given.ContainsKey("--level") || !administer))
            ? null
            : new CreateTokenAtConsole(new TokenInput(name, level, administer, Expires: expires), stores.Count > 0 ? stores : null);
    }

    private static TokenLevel? LevelOf(string? text) =>
        text switch
        {
            "read" => TokenLevel.Read,
            "bind" => TokenLevel.Bind,
            "manage" => TokenLevel.Manage,
            "edit" => TokenLevel.Edit,
            _ => null,
        };

    private static Expiry? ExpiryOf(string? text) =>
        text is null ? default(Expiry)
        : text == "never" ? Expiry.Never
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays
            ? Expiry.After(TimeSpan.FromDays(days))
        : null;

    private static string EndOf(TokenDetail token) =>
        token.Expires is { } end
            ? $"is valid until {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC."
            : "never expires.";
}
