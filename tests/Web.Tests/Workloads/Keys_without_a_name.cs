using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SecretsDashboard.Web.Tests.Hosts;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>When such keys cause an issuer's workloads to be rejected, the
/// log states the reason; the response does not.</summary>
public sealed class Keys_without_a_name : IDisposable
{
    private const string Warning = "Warning SecretsDashboard.Web.Workloads.IssuerKeys: The issuer ";

    private readonly RecordingLog _log = new();
    private readonly ILoggerFactory _logs;
    private readonly KeyDocuments _documents = new();

    public Keys_without_a_name() => _logs = LoggerFactory.Create(logging => logging.AddProvider(_log));

    [Theory]
    [InlineData(IssuerKeys.MaxTried + 1, 0, true)]
    [InlineData(IssuerKeys.MaxTried, 1, true)]
    [InlineData(IssuerKeys.MaxTried, 0, false)]
    [InlineData(IssuerKeys.MaxTried - 1, 5, false)]
    [InlineData(0, 8, false)]
    public void Too_many_configured_keys_without_a_name_cause_one_warning(int nameless, int named, bool isLogged)
    {
        List<SigningKey> keys =
        [
            .. Enumerable.Repeat("", nameless).Concat(Enumerable.Range(0, named).Select(i => $"key-{i}")).Select(SigningKey.Ec),
            SigningKey.Rsa(""),
        ];

        var known = Keys(new IssuerSetting("the-cluster", "workload-0", null, UsableKeys.Of(new JsonWebKeySet(SigningKey.Set(keys)))));

        Assert.Equal(
            isLogged ? 1 : 0,
            Warnings.Count(line =>
                line.Contains("the-cluster has keys without a kid", StringComparison.Ordinal)
                && line.Contains("Give each key of the issuer a kid", StringComparison.Ordinal)
            )
        );
        Assert.Equal(isLogged && nameless + named > 0, known.Find(named > 0 ? "key-0" : null, "ES256").Count == 0);
        keys.ForEach(k => k.Dispose());
    }

    [Fact]
    public async Task Too_many_discovered_keys_without_a_name_cause_a_warning_when_they_are_read()
    {
        await using var issuer = await LocalIssuer.StartAsync();
        var keys = Enumerable.Repeat("", IssuerKeys.MaxTried + 1).Select(SigningKey.Ec).ToList();
        issuer.Override = context => context.Response.WriteAsync(SigningKey.Set(keys));
        var known = Keys(new IssuerSetting(issuer.Address, "workload-0", issuer.Address + "/.well-known/openid-configuration", []));
        Assert.Empty(Warnings);

        Assert.True(await known.PrepareAsync("any", Xunit.TestContext.Current.CancellationToken));
        Assert.True(await known.PrepareAsync("another", Xunit.TestContext.Current.CancellationToken));

        Assert.StartsWith($"{Warning}{issuer.Address} has keys without a kid", Assert.Single(Warnings), StringComparison.Ordinal);
        keys.ForEach(k => k.Dispose());
    }

    public void Dispose()
    {
        _logs.Dispose();
        _documents.Dispose();
    }

    private IEnumerable<string> Warnings => _log.Lines.Where(line => line.StartsWith(Warning, StringComparison.Ordinal));

    private IssuerKeys Keys(IssuerSetting setting) => new(setting, _documents, TimeProvider.System, _logs.CreateLogger<IssuerKeys>());
}
