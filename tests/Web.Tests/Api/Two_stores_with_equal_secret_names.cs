using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The gate keeps readings until something changes (GHSA-mjch-vcw3-hhmf: another secret store
/// kept them by name, and answered from another cluster's). What was kept for one
/// store, token or service never answers another, however much alike they are.</summary>
public sealed class Two_stores_with_equal_secret_names(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private const int Rounds = 6;

    [Fact]
    public async Task Two_stores_with_equally_named_secrets_are_never_confused_during_reads_edits_and_rolls()
    {
        var sides = new[] { await SideAsync("left"), await SideAsync("right") };
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var side in sides.Concat(sides)) // The second time it is answered from what is kept.
            {
                await ReadAsync(side, sides.Single(s => s != side));
            }
            await Task.WhenAll(Enumerable.Range(0, 16).Select(i => ReadAsync(sides[i % 2], sides[(i + 1) % 2])));
            sides[round % 2] = await ChangeAsync(sides[round % 2], round);
        }
    }

    private async Task ReadAsync(Side side, Side other)
    {
        var answers = new List<Answer>
        {
            await api.GetAsync(api.Stores, side.Token),
            await api.GetAsync($"{api.Stores}?name={side.StoreName}", side.Token),
            await api.GetAsync($"{api.Stores}/{side.Store}", side.Token),
            await api.GetAsync($"{api.Stores}/{side.Store}/secrets", side.Token),
            await api.GetAsync($"{api.Stores}/{side.Store}/secrets?name=API_KEY", side.Token),
            await api.GetAsync($"{api.Stores}/{side.Store}/secrets/{side.Secret}", side.Token),
            await api.GetAsync($"{api.Stores}/{side.Store}/secrets/{side.Secret}/bindings", side.Token),
            await api.GetAsync($"{api.Account}/services", side.Token),
            await api.GetAsync($"{api.Account}/services/{side.Service}", side.Token),
            await api.GetAsync($"{api.Account}/services/{side.Service}/bindings", side.Token),
        };
        Assert.All(answers, a => Assert.Equal(200, (int)a.Status));
        Assert.All(
            answers,
            a =>
                Assert.True(
                    a.Text.Contains(side.Store.Value, StringComparison.Ordinal)
                        || a.Text.Contains(side.Service.Value, StringComparison.Ordinal),
                    a.Text
                )
        );
        foreach (var foreign in new[] { other.Store.Value, other.StoreName, other.Secret.Value, other.Service.Value, other.Comment })
        {
            Assert.All(answers, a => Assert.DoesNotContain(foreign, a.Text, StringComparison.Ordinal));
        }
        Assert.Equal(side.Comment, answers[5].Result.GetProperty("comment").GetString());
        Assert.Equal(404, (int)(await api.GetAsync($"{api.Stores}/{other.Store}/secrets/{other.Secret}", side.Token)).Status);
        Assert.Equal(404, (int)(await api.GetAsync($"{api.Stores}/{side.Store}/secrets/{other.Secret}", side.Token)).Status);
        Assert.Equal(404, (int)(await api.GetAsync($"{api.Stores}/{other.Store}/secrets", side.Token)).Status);
        Assert.Equal(404, (int)(await api.GetAsync($"{api.Account}/services/{other.Service}", side.Token)).Status);
        var value = await side.Reader.GetAsync(accept: "text/plain");
        Assert.Equal((200, side.Value), (value.Status, value.Text));
        Assert.Equal(200, (await other.Reader.GetAsync(known: value.Tag)).Status);
        Assert.Equal(304, (await side.Reader.GetAsync(known: value.Tag)).Status);
    }

    /// <summary>Another value and comment, another text of the credential, and other scopes and back.</summary>
    private async Task<Side> ChangeAsync(Side side, int round)
    {
        var (value, comment) = ($"{side.StoreName}-value-{round}", $"{side.StoreName}-comment-{round}");
        await api.DoAsync(
            new EditSecret(side.Secret, Revision: null, new NewValue(Plaintext.TryFrom(value)), Description: new() { Comment = comment })
        );
        var credential =
            round < 2 ? await api.DoAsync(new RollCredential(side.Service, side.Reader.Credential.Credential.Id)) : side.Reader.Credential;
        await api.DoAsync(new EditSecret(side.Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal(403, (await side.Reader.GetAsync()).Status);
        await api.DoAsync(new EditSecret(side.Secret, Revision: null, Scopes: Scopes.Workers));
        return side with { Value = value, Comment = comment, Reader = side.Reader with { Credential = credential } };
    }

    private async Task<Side> SideAsync(string name)
    {
        var store = await api.StoreAsync();
        var storeName = (await api.GetAsync($"{api.Stores}/{store}")).Result.GetProperty("name").GetString()!;
        var secret = await api.SecretAsync(store, "API_KEY", comment: $"comment of {name}", value: $"value of {name}");
        var service = await api.DoAsync(new RegisterService("checkout", Scopes.Workers, store));
        await api.DoAsync(new BindSecret(service, secret, "KEY"));
        var credential = await api.DoAsync(new IssueCredential(service, new CredentialInput("ci")));
        return new Side(
            store,
            storeName,
            secret,
            service,
            await api.TokenAsync(TokenLevel.Read, store),
            new Reader(api, store, secret, service, credential),
            $"value of {name}",
            $"comment of {name}"
        );
    }

    private sealed record Side(
        StoreId Store,
        string StoreName,
        SecretId Secret,
        ServiceId Service,
        string Token,
        Reader Reader,
        string Value,
        string Comment
    );
}
