using System.Text.Json;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>When a service last read a value, as programs see it; and what nobody reads.</summary>
public sealed class Last_use(Programs programs) : IClassFixture<Programs>
{
    [Fact]
    public async Task Is_told_of_secrets_services_and_bindings_and_left_out_of_a_secret_that_nobody_used()
    {
        var reader = await Reader.MakeAsync(programs);
        var (secret, service) = ($"{programs.Stores}/{reader.Store}/secrets/{reader.Secret}", $"{programs.Account}/services/{reader.Service}");
        Assert.False((await programs.GetAsync(secret)).Result.TryGetProperty("last_used_on", out _));
        Assert.Equal(JsonValueKind.Null, (await programs.GetAsync(service)).Result.GetProperty("last_used_on").ValueKind);

        Assert.Equal(200, (await reader.GetAsync()).Status);

        foreach (var used in new[] { (await programs.GetAsync(secret)).Result, (await programs.GetAsync($"{programs.Stores}/{reader.Store}/secrets")).Result[0] })
        {
            Assert.True(DateTimeOffset.UtcNow - used.GetProperty("last_used_on").GetDateTimeOffset() < TimeSpan.FromMinutes(1));
            Assert.Equal(reader.Service.Value, used.GetProperty("last_used_by").GetString());
        }
        var on = (await programs.GetAsync(secret)).Result.GetProperty("last_used_on").GetString();
        Assert.Equal(on, (await programs.GetAsync(service)).Result.GetProperty("last_used_on").GetString());
        Assert.Equal(on, (await programs.GetAsync($"{service}/bindings")).Result[0].GetProperty("last_used_on").GetString());
    }

    [Fact]
    public async Task Is_what_lists_can_be_narrowed_by()
    {
        var reader = await Reader.MakeAsync(programs);
        foreach (var list in new[] { $"{programs.Stores}/{reader.Store}/secrets", $"{programs.Account}/services" })
        {
            Assert.Equal(0, (await programs.GetAsync($"{list}?unused_days=1")).Result.GetArrayLength());
            foreach (var days in new[] { "0", "-1", "3651", "ninety", "", "7&unused_days=30" })
            {
                Assert.Equal("400 1001", (await programs.GetAsync($"{list}?unused_days={days}")).Error[..8]);
            }
        }
    }
}
