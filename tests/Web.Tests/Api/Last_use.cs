using System.Text.Json;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The API shows when a service last read a value, and filters by unused objects.</summary>
public sealed class Last_use(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Fact]
    public async Task Last_use_is_shown_for_secrets_services_and_bindings_and_omitted_for_an_unused_secret()
    {
        var reader = await Reader.MakeAsync(api);
        var (secret, service) = ($"{api.Stores}/{reader.Store}/secrets/{reader.Secret}", $"{api.Account}/services/{reader.Service}");
        Assert.False((await api.GetAsync(secret)).Result.TryGetProperty("last_used_on", out _));
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync(service)).Result.GetProperty("last_used_on").ValueKind);

        Assert.Equal(200, (await reader.GetAsync()).Status);

        foreach (
            var used in new[]
            {
                (await api.GetAsync(secret)).Result,
                (await api.GetAsync($"{api.Stores}/{reader.Store}/secrets")).Result[0],
            }
        )
        {
            Assert.True(DateTimeOffset.UtcNow - used.GetProperty("last_used_on").GetDateTimeOffset() < TimeSpan.FromMinutes(1));
            Assert.Equal(reader.Service.Value, used.GetProperty("last_used_by").GetString());
        }
        var on = (await api.GetAsync(secret)).Result.GetProperty("last_used_on").GetString();
        Assert.Equal(on, (await api.GetAsync(service)).Result.GetProperty("last_used_on").GetString());
        Assert.Equal(on, (await api.GetAsync($"{service}/bindings")).Result[0].GetProperty("last_used_on").GetString());
    }

    [Fact]
    public async Task Lists_accept_a_valid_unused_days_filter_and_refuse_an_invalid_one()
    {
        var (reader, token) = (await Reader.MakeAsync(api), await TokenAsync());
        var service = $"{api.Account}/services/{reader.Service}";
        foreach (
            var list in new[]
            {
                $"{api.Stores}/{reader.Store}/secrets",
                $"{api.Account}/services",
                $"{service}/bindings",
                $"{service}/credentials",
            }
        )
        {
            Assert.Equal(0, (await api.GetAsync($"{list}?unused_days=1", token)).Result.GetArrayLength());
            foreach (var days in new[] { "0", "-1", "3651", "ninety", "", "7&unused_days=30" })
            {
                Assert.Equal("400 1001", (await api.GetAsync($"{list}?unused_days={days}", token)).Error[..8]);
            }
        }
    }

    [Fact]
    public async Task The_unused_days_filter_finds_unused_bindings_and_credentials_of_a_service()
    {
        var (reader, token, old) = (
            await Reader.MakeAsync(api),
            await TokenAsync(),
            DateTimeOffset.UtcNow.AddDays(-40).ToUnixTimeMilliseconds()
        );
        api.Host.Sql(
            $"UPDATE Bindings SET Created = {old} WHERE ServiceId = '{reader.Service}'; "
                + $"UPDATE ServiceCredentials SET Created = {old} WHERE ServiceId = '{reader.Service}'"
        );
        async Task<int> CountAsync(string list) =>
            (await api.GetAsync($"{api.Account}/services/{reader.Service}/{list}", token)).Result.GetArrayLength();

        foreach (var list in new[] { "bindings", "credentials" })
        {
            Assert.Equal(
                (0, 1, 1),
                (await CountAsync($"{list}?unused_days=90"), await CountAsync($"{list}?unused_days=30"), await CountAsync(list))
            );
        }
        Assert.Equal(200, (await reader.GetAsync()).Status);
        foreach (var list in new[] { "bindings", "credentials" })
        {
            Assert.Equal((0, 1), (await CountAsync($"{list}?unused_days=30"), await CountAsync(list)));
        }
    }

    // Credentials are listed to those who may issue them.
    private async Task<string> TokenAsync() => (await api.TokenAsync(new TokenInput("looks", TokenLevel.Edit, Administer: true))).Text;
}
