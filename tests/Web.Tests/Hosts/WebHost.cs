using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>The whole program, served in this process: every middleware and endpoint
/// is the real one, on a copy of the template's data.</summary>
internal sealed class WebHost : WebApplicationFactory<Program>
{
    /// <summary>The address that a request in this process is to come from.</summary>
    public const string FromHeader = "Test-From";

    private readonly string _folder;
    private readonly string _address;
    private readonly (string Name, string Value)[] _settings;
    private OpenVault? _vault;

    private WebHost(string folder, string address, params (string Name, string Value)[] settings) =>
        (_folder, _address, _settings) = (folder, address, settings);

    /// <summary>An account that was set up and has the template's members.</summary>
    /// <param name="address">The address that the program is configured to listen on: https makes its cookies secure.</param>
    public static WebHost SetUp(string address = "http://127.0.0.1") => new(WebTemplate.Copy(), address);

    /// <summary>The same, with settings of its own.</summary>
    public static WebHost With(params (string Name, string Value)[] settings) => With(time: null, settings);

    public static WebHost With(TimeProvider? time, params (string Name, string Value)[] settings) => With(time, log: null, settings);

    public static WebHost With(TimeProvider? time, RecordingLog? log, params (string Name, string Value)[] settings) =>
        With(time, log, usesKestrel: false, settings);

    public static WebHost With(TimeProvider? time, RecordingLog? log, bool usesKestrel, params (string Name, string Value)[] settings) =>
        new(WebTemplate.Copy(), "http://127.0.0.1", settings)
        {
            Time = time,
            Log = log,
            UsesKestrel = usesKestrel,
        };

    /// <summary>A fresh installation that waits for its set-up.</summary>
    public static WebHost Fresh() => new(Directory.CreateTempSubdirectory("web-tests-").FullName, "http://127.0.0.1");

    /// <summary>Another clock than the machine's; null: that one.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Receives all log entries of the program, also those that its own settings filter out; null: no log is kept.</summary>
    public RecordingLog? Log { get; init; }

    /// <summary>Served on a port by Kestrel, which is added after the program's own
    /// services then and brings its own pool of buffers along.</summary>
    public bool UsesKestrel { get; init; }

    /// <summary>A browser without a session. It keeps cookies and follows nothing by itself.</summary>
    public HtmlClient Visit() =>
        new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri(_address) }));

    /// <summary>A browser in which this person has signed in by the form.</summary>
    public async Task<HtmlClient> VisitAsync(SampleMember who)
    {
        var client = Visit();
        var answer = await client.SignInAsync(who.Email, SampleMember.Password);
        Assert.Equal("/", answer.Headers.Location?.PathAndQuery);
        return client;
    }

    /// <summary>The root of the repository, in which the program runs.</summary>
    public string Root => Services.GetRequiredService<IWebHostEnvironment>().ContentRootPath;

    /// <summary>How many rows the audit log holds, its tail included.</summary>
    public long Rows()
    {
        using var connection = OpenFile();
        using var query = connection.CreateCommand();
        query.CommandText = """SELECT (SELECT COUNT(*) FROM "AuditEntries") + (SELECT COUNT(*) FROM "AuditTail")""";
        return (long)query.ExecuteScalar()!;
    }

    /// <summary>The database itself, past the program: to arrange what no operation does.</summary>
    public SqliteConnection OpenFile()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "secrets-dashboard.db")};Mode=ReadWrite");
        connection.Open();
        return connection;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSolutionRelativeContentRoot(".");
        builder.UseEnvironment("Production");
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("urls", _address);
        builder.UseSetting("Workloads:Issuers:0:Issuer", WebTemplate.Issuer);
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }
        builder.ConfigureLogging(logging => logging.ClearProviders());
        if (Log is { } log)
        {
            builder.ConfigureLogging(logging => logging.AddProvider(log).AddFilter<RecordingLog>(category: null, LogLevel.Trace));
        }
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new RemoteAddressFilter()));
        if (Time is { } time)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(time));
        }
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        if (UsesKestrel)
        {
            builder.ConfigureServices(services => services.AddSingleton<IMemoryPoolFactory<byte>, ClearedMemoryPoolFactory>());
        }
        var host = base.CreateHost(builder);
        _vault = host.Services.GetRequiredService<OpenVault>();
        return host;
    }

    public override async ValueTask DisposeAsync()
    {
        // The program's own thread disposes of its services when the host stops, beside the factory, which does not wait for it.
        await base.DisposeAsync();
        if (_vault is { } vault)
        {
            await vault.DisposeAsync();
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Changes the database behind the program's back, as a broken disk or another program would.</summary>
    /// <returns>How many rows were changed.</returns>
    public int Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "secrets-dashboard.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Requests in this process come from no address, unless they say in a header which one a test wants.</summary>
    private sealed class RemoteAddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, then) =>
                    {
                        if (context.Request.Headers[FromHeader] is [{ } address])
                        {
                            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                        }
                        return then(context);
                    }
                );
                next(app);
            };
    }
}
