using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

[assembly: AssemblyFixture(typeof(WebTemplate))]

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>An account with one member of each role, made once as people make it:
/// set-up, links, sign-ins. Every host starts as a copy of its
/// folder, since a password check costs a tenth of a second.</summary>
public sealed class WebTemplate : IAsyncLifetime
{
    /// <summary>The trusted issuer of JWTs unless a test configures another. No server runs at this address.</summary>
    internal const string Issuer = "https://issuer.example.org";

    private static readonly (string Email, Roles Roles)[] Invited =
    [
        ("admin@example.org", Roles.Admin),
        ("deployer@example.org", Roles.Deployer),
        ("reporter@example.org", Roles.Reporter),
        ("guest@example.org", Roles.None),
    ];

    private static readonly Caller Visitor = Caller.Anonymous(
        IPAddress.Loopback,
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    );

    private static string? _folder;

    /// <summary>The owner first, then one of each role, and one without any.</summary>
    internal static IReadOnlyList<SampleMember> Members { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("web-tests-").FullName;
        await using (var vault = OpenVault.Open(OptionsFor(folder), TimeProvider.System, NullLogger.Instance))
        {
            Done(await vault.Gate.AskAsync(Visitor, new SetUpAccount(vault.SetupCode.Text, "owner@example.org", Password(), Password())));
            var owner = await SignInAsync(vault, "owner@example.org", Roles.SuperAdministrator);
            var members = new List<SampleMember> { owner };
            foreach (var (email, roles) in Invited)
            {
                var invitation = Done(await vault.Gate.AskAsync(owner.Caller, new InviteMember(email, roles)));
                Done(await vault.Gate.AskAsync(Visitor, new AcceptInvitation(invitation.Token, Password(), Password())));
                members.Add(await SignInAsync(vault, email, roles));
            }
            Members = members;
        }
        SqliteConnection.ClearAllPools();
        _folder = folder;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder!, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static VaultOptions OptionsFor(string folder) =>
        new(folder, Path.Combine(folder, "key.json"), null, null, new VaultLimits { Providers = ["anthropic", "openai"] })
        {
            Issuers = [Issuer],
        };

    /// <summary>A folder of one's own with the template's database and key.</summary>
    internal static string Copy()
    {
        var folder = Directory.CreateTempSubdirectory("web-tests-").FullName;
        foreach (var file in Directory.EnumerateFiles(_folder!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        return folder;
    }

    internal static T Done<T>(Outcome<T> outcome) =>
        outcome switch
        {
            Done<T> done => done.Value,
            Refused<T> refused => throw new Xunit.Sdk.XunitException(
                $"Refused: {refused.Decision.Authorization.Reason} {refused.Decision.Scope.Reason}"
            ),
            Failed<T> failed => throw new Xunit.Sdk.XunitException(
                $"Failed: {string.Join("; ", failed.Problems.Select(p => $"{p.Code} ({p.Field}): {p.Message}"))}"
            ),
            _ => throw new Xunit.Sdk.XunitException("There is no fourth outcome."),
        };

    private static Plaintext Password() => Plaintext.TryFrom(SampleMember.Password)!;

    private static async Task<SampleMember> SignInAsync(OpenVault vault, string email, Roles roles)
    {
        var signedIn = Done(await vault.Gate.AskAsync(Visitor, new SignIn(email, Password())));
        return new SampleMember(email, roles, signedIn.Member, signedIn.Session);
    }
}
