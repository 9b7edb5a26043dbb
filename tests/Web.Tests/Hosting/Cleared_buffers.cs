using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Web.Hosting;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>A value crosses buffers of the server on its way in and out. None of them keeps it.</summary>
public sealed class Cleared_buffers : IAsyncLifetime
{
    private readonly string _canary = $"canary-{Guid.NewGuid():N}";

    private ApiWebHost Api { get; } = new() { UsesKestrel = true };
    private ClearedMemoryPoolFactory Factory => (ClearedMemoryPoolFactory)Api.Host.Services.GetRequiredService<IMemoryPoolFactory<byte>>();

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    [Fact]
    public async Task Returned_buffers_contain_nothing_of_a_secret_value()
    {
        var reader = await Reader.MakeAsync(Api, value: _canary);
        using (var client = new HttpClient { BaseAddress = Api.Host.ClientOptions.BaseAddress })
        {
            for (var i = 0; i < 20; i++)
            {
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    $"{Api.Stores}/{reader.Store}/secrets",
                    Api.Edit,
                    $$"""[{"name":"NEW_{{i}}","value":"{{Value()}}","scopes":["workers"]}]"""
                );
                await SendAsync(client, HttpMethod.Get, Reader.Key, reader.Credential.Text, null);
                await SendAsync(
                    client,
                    HttpMethod.Post,
                    $"{Api.Stores}/{reader.Store}/secrets",
                    Api.Edit,
                    $$"""[{"name":"not a name","value":"{{Value()}}" """
                );
            }
        }

        await UntilReturnedAsync();
        Assert.All(Factory.Pools.SelectMany(p => p.Idle), block => Assert.False(block.Span.IndexOf(Encoding.UTF8.GetBytes(_canary)) >= 0));
    }

    [Fact]
    public async Task Kestrel_gets_the_memory_pool_that_clears_its_buffers()
    {
        await using var host = WebHost.SetUp();

        Assert.IsType<ClearedMemoryPoolFactory>(host.Services.GetRequiredService<IMemoryPoolFactory<byte>>());
    }

    [Fact]
    public void A_returned_buffer_is_cleared_completely_and_used_again()
    {
        using var pool = new ClearedMemoryPool();
        using (var block = pool.Rent())
        {
            block.Memory.Span.Fill(1);
            block.Dispose(); // And a second time at the end of the block.
        }

        Assert.True(Assert.Single(pool.Idle).Span.IndexOfAnyExcept((byte)0) < 0);
        using var again = pool.Rent(4_096);
        Assert.Empty(pool.Idle);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(4_097));
    }

    // Over several blocks.
    private string Value() => string.Concat(Enumerable.Repeat(_canary, 300));

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string token, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The connections were closed, and their buffers come back a moment later.</summary>
    private async Task UntilReturnedAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); Factory.Pools.Sum(p => p.Idle.Count()) < 4; await Task.Delay(50))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        }
    }
}
