using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Seals;

/// <summary>A host with at least one row in each sealed table, and an attacker who can write the database but does not have the
/// key.</summary>
public abstract class VaultTestWithForger : VaultTestWithReader
{
    private protected Person Reporter { get; private set; } = null!;
    private protected NewToken Token { get; private set; } = null!;
    private protected NewInvitation Invitation { get; private set; } = null!;
    private protected WorkloadClaim Workload { get; private set; } = null!;
    private protected ServiceId Gateway { get; private set; }
    private protected SecretId Other { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Reporter = await Host.MemberAsync(Roles.Reporter, (Store, Roles.Deployer));
        Token = await Host.AccountTokenAsync(TokenLevel.Read, Store);
        Invitation = await Host.InviteAsync(Host.Owner);
        await Host.DoAsync(Host.Owner, new MapWorkloadIdentity(Service, new WorkloadInput(VaultTemplate.Issuer, "checkout", "here")));
        Workload = new WorkloadClaim(VaultTemplate.Issuer, "checkout", ["here"], null, Host.Now.AddHours(1));
        Other = await Host.SecretAsync(Store, "OTHER", value: "of another secret");
        Gateway = await Host.ServiceAsync(Scopes.AiGateway, name: "llm");
        var key = await Host.SecretAsync(Store, "OPENAI", Scopes.AiGateway, "sk-1");
        await Host.DoAsync(Host.Owner, new AssociateProvider("llm", key, new ProviderInput("openai", "default", IsDefault: true, null)));
        Host.Vault.XmlKeys.StoreElement(new XElement("key", "encrypted"), "key-1");
    }

    /// <summary>Writes the database without the key, as another program does. The server is restarted, so that it has nothing in
    /// memory.</summary>
    private protected async Task ForgeAsync(string sql, params (string Name, object Value)[] values)
    {
        await Host.CloseAsync();
        using (var connection = new SqliteConnection($"Data Source={Host.Options.DatabaseFile};Foreign Keys=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }
            Assert.NotEqual(0, command.ExecuteNonQuery());
            SqliteConnection.ClearPool(connection);
        }
        await Host.ReopenAsync();
    }

    private protected object? Scalar(string sql)
    {
        using var connection = new SqliteConnection(Host.Vault.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The rows that <c>audit verify</c> names.</summary>
    private protected async Task<SealVerdict> VerifyAsync() => Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([]))).Seals;

    private protected async Task<(int Code, string Output)> RunVerbAsync(params string[] words)
    {
        using var output = new StringWriter();
        var code = await ConsoleVerbs.RunAsync(words, Host.Options, NullLogger.Instance, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
