using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>A member of a host, already signed in.</summary>
internal sealed record Person(MemberId Id, string Email, SessionId Session, Caller Caller);

/// <summary>A vault of its own on a real SQLite file, with one Super Administrator, at a time that only the tests advance.</summary>
internal sealed class VaultHost : IAsyncDisposable
{
    public const string Password = VaultTemplate.Password;

    private VaultHost(string folder, VaultLimits? limits)
    {
        (Folder, Options) = (folder, VaultTemplate.OptionsFor(folder, limits));
        Vault = OpenVault.Open(Options, Time, NullLogger.Instance);
    }

    public string Folder { get; }
    public VaultOptions Options { get; }
    public FakeTimeProvider Time { get; } = new(VaultTemplate.Start);
    public OpenVault Vault { get; private set; }

    /// <summary>The Super Administrator who set the account up.</summary>
    public Person Owner { get; private set; } = null!;

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<VaultHost> OpenAsync(VaultLimits? limits = null)
    {
        var folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;
        VaultTemplate.CopyTo(folder);
        var host = new VaultHost(folder, limits);
        await using var db = host.OpenDb();
        var owner = await db.Users.SingleAsync();
        host.Owner = await host.SignedInAsync(owner);
        return host;
    }

    /// <summary>The whole database, without any check: to arrange states
    /// that no operation creates, and to inspect the stored rows.</summary>
    public VaultDbContext OpenDb()
    {
        var everything = Decider.Decide(new Question(ConsoleActor.Instance, Act.VerifyAudit, Target.Account)).Permit!.Reach;
        return new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(Vault.ConnectionString).Options)
        {
            Seals = Vault.Tools.Seals,
        }.Confine(everything);
    }

    public Task<Outcome<T>> AskAsync<T>(Caller caller, Operation<T> operation) => Vault.Gate.AskAsync(caller, operation);

    public Task<Outcome<T>> AskAsync<T>(Person person, Operation<T> operation) => Vault.Gate.AskAsync(person.Caller, operation);

    /// <summary>Asks, and wants it done.</summary>
    public async Task<T> DoAsync<T>(Person person, Operation<T> operation) => Expect.Done(await AskAsync(person, operation));

    public async Task<Decision> MayAsync(Person person, Demand demand) => (await Vault.Gate.MayAsync(person.Caller, demand))[0];

    /// <summary>The audit log with what would go into it if its tail were moved now.</summary>
    public static readonly string LogAndTail = $"""
        SELECT "Id", {StoredRow.Stored} FROM "AuditEntries"
        UNION ALL SELECT "Id" + (SELECT MAX("Id") FROM "AuditEntries"), {StoredRow.Stored} FROM "AuditTail"
        """;

    /// <summary>Every audit row of the file in the order in which they were written, those that start chains left out.</summary>
    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = OpenDb();
        return await db.AuditEntries.FromSqlRaw(LogAndTail).AsNoTracking().Where(a => a.Act != null).OrderBy(a => a.Id).ToListAsync();
    }

    public async Task<AuditEntry> LastAuditAsync() => (await AuditAsync())[^1];

    /// <summary>Inserts a signed-in session for a member who is there.</summary>
    public async Task<Person> SignedInAsync(Member member)
    {
        await using var db = OpenDb();
        var session = new MemberSession
        {
            Id = Guid.NewGuid().ToString("N"),
            MemberId = member.Id,
            Stamp = member.SecurityStamp!,
            Created = Now,
            LastSeen = Now,
            Address = "127.0.0.1",
            Browser = "",
        };
        db.Add(session);
        await db.SaveChangesAsync();
        var id = new SessionId(session.Id);
        return new Person(new MemberId(member.Id), member.Email!, id, Caller.Of(id, System.Net.IPAddress.Loopback));
    }

    /// <summary>Ends the process's hold on the folder and opens it again, as a restart does.</summary>
    public async Task ReopenAsync(VaultOptions? options = null, ILogger? log = null)
    {
        await CloseAsync();
        Vault = OpenVault.Open(options ?? Options, Time, log ?? NullLogger.Instance);
    }

    public async Task CloseAsync()
    {
        await Vault.DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(Vault.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
