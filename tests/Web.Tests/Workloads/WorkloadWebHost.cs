using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault.Workloads;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>The running program with three trusted issuers: one by discovery,
/// one with its keys in a file, and one with its keys in a setting.</summary>
public sealed class WorkloadWebHost : IAsyncLifetime
{
    internal const string OfFile = "https://file.issuer.example",
        OfSetting = "https://setting.issuer.example";

    /// <summary>The subject of the workload that each test of a bad JWT sets out from.</summary>
    internal const string ValidSubject = "honest";

    private readonly string _folder = Directory.CreateTempSubdirectory("issuers-").FullName;

    private Reader? _validReader;

    internal LocalIssuer Issuer { get; private set; } = null!;
    internal SigningKey FileKey { get; } = SigningKey.Ec("of-file");
    internal SigningKey SettingKey { get; } = SigningKey.Rsa("of-setting");
    internal ApiWebHost Api { get; private set; } = null!;
    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>The JWT that a workload of the cluster receives at this moment.</summary>
    internal Jwt Jwt => new(Time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        Issuer = await LocalIssuer.StartAsync();
        var file = Path.Combine(_folder, "jwks.json");
        await File.WriteAllTextAsync(file, SigningKey.Set(FileKey));
        Api = new ApiWebHost(
            ("Workloads:Issuers:0:Issuer", Issuer.Address),
            ("Workloads:Issuers:1:Issuer", OfFile),
            ("Workloads:Issuers:1:JwksFile", file),
            ("Workloads:Issuers:2:Issuer", OfSetting),
            ("Workloads:Issuers:2:Jwks", SigningKey.Set(SettingKey))
        )
        {
            Time = Time,
        };
        await Api.InitializeAsync();
    }

    /// <summary>A service with a value under KEY that a workload of this subject may read.</summary>
    internal async Task<Reader> ReaderAsync(string subject, string? issuer = null, string audience = Jwt.Here)
    {
        var reader = await Reader.MakeAsync(Api);
        await MapAsync(reader, subject, issuer, audience);
        return reader;
    }

    internal Task<WorkloadIdentityDetail> MapAsync(Reader reader, string subject, string? issuer = null, string audience = Jwt.Here) =>
        Api.DoAsync(new MapWorkloadIdentity(reader.Service, new WorkloadInput(issuer ?? Issuer.Address, subject, audience)));

    internal async Task<Reader> ValidReaderAsync() => _validReader ??= await ReaderAsync(ValidSubject);

    /// <summary>Asserts that it is refused like an unknown credential, with
    /// one row, while a valid JWT of the same workload is accepted.</summary>
    internal async Task AssertRefusedAsync(string jwt)
    {
        var reader = await ValidReaderAsync();
        Assert.Equal(200, (await reader.GetWithAsync(Issuer.Sign(Jwt with { Subject = ValidSubject }))).Status);
        var before = Api.Host.Rows();

        var response = await reader.GetWithAsync(jwt);

        Assert.Equal((401, """{"error":"unknown_caller"}"""), (response.Status, response.Text));
        Assert.Equal(before + 1, Api.Host.Rows());
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Issuer.DisposeAsync();
        Issuer.Key.Dispose();
        FileKey.Dispose();
        SettingKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
