using Microsoft.AspNetCore.Http;
using SecretsDashboard.Web.Tests.Runtime;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>It is tried with the few keys that it may be of, and where there are many,
/// with none. Each test has an issuer and a program of its own.</summary>
public sealed class A_jwt_without_a_key_name : IAsyncLifetime
{
    private readonly WorkloadWebHost _cluster = new();
    private readonly List<SigningKey> _keys = [];
    private Reader _reader = null!;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _reader = await _cluster.ValidReaderAsync();
        _cluster.Issuer.Override = context => context.Response.WriteAsync(SigningKey.Set(_keys));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _keys.ForEach(k => k.Dispose());
    }

    [Fact]
    public async Task A_JWT_without_a_key_name_is_valid_by_any_of_the_few_keys_of_its_kind()
    {
        AddKeys(IssuerKeys.MaxTried, SigningKey.Ec);
        AddKeys(IssuerKeys.MaxTried, kid => SigningKey.Rsa(kid));

        foreach (var key in _keys)
        {
            Assert.Equal(200, await AskAsync(key, named: false));
        }
    }

    [Fact]
    public async Task A_JWT_without_a_key_name_is_refused_when_its_issuer_has_many_keys_of_its_kind()
    {
        AddKeys(1, SigningKey.Ec);
        AddKeys(IssuerKeys.MaxTried + 1, kid => SigningKey.Rsa(kid));

        foreach (var key in _keys)
        {
            Assert.Equal(200, await AskAsync(key, named: true));
        }
        var unnamed = await Task.WhenAll(_keys.Select(k => AskAsync(k, named: false)));
        Assert.Equal([200, 401, 401, 401, 401], unnamed);
        Assert.Equal(1, _cluster.Issuer.Readings);
    }

    [Theory]
    [InlineData(IssuerKeys.MaxTried, 200)]
    [InlineData(IssuerKeys.MaxTried + 1, 401)]
    public async Task A_key_name_makes_no_difference_when_the_keys_have_no_names(int keys, int status)
    {
        AddKeys(keys, _ => SigningKey.Ec(""));

        foreach (var key in _keys)
        {
            Assert.Equal(status, await AskAsync(key, named: false));
            Assert.Equal(status, await AskAsync(key, named: true, "anything"));
        }
    }

    [Fact]
    public async Task A_JWT_without_a_key_name_is_refused_when_no_key_has_signed_it()
    {
        AddKeys(IssuerKeys.MaxTried, SigningKey.Ec);
        using var forger = SigningKey.Ec("forger");

        Assert.Equal(401, await AskAsync(forger, named: false));
        Assert.Equal(200, await AskAsync(_keys[0], named: false));
    }

    private void AddKeys(int count, Func<string, SigningKey> make) =>
        _keys.AddRange(Enumerable.Range(_keys.Count, count).Select(i => make($"key-{i}")));

    private async Task<int> AskAsync(SigningKey key, bool named, string? name = null)
    {
        var jwt = _cluster.Jwt with
        {
            Subject = WorkloadWebHost.ValidSubject,
            Algorithm = key.IsRsa ? "RS256" : "ES256",
            Header = new() { ["kid"] = named ? name ?? key.Kid : null },
        };
        return (await _reader.GetWithAsync(jwt.By(_cluster.Issuer.Address, key))).Status;
    }
}
