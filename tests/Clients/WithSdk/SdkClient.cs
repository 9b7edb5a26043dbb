using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>The SDK with one token.</summary>
/// <param name="baseUrl">Where it takes the API to be; null: where it is.</param>
internal sealed class SdkClient(Sdk sdk, string token, SdkVersion version, Uri? baseUrl = null)
{
    /// <summary>The same program with another base URL.</summary>
    public SdkClient At(Uri address) => new(sdk, token, version, address);

    /// <summary>Calls a method such as <c>secretsStore.stores.create</c>. The answer of a list is its first page.</summary>
    public Task<SdkResult> TryAsync(string method, params object[] args) =>
        sdk.CallAsync(token, version, method, args, every: false, baseUrl);

    /// <summary>Calls a method that must do its work.</summary>
    public async Task<JsonElement> DoAsync(string method, params object[] args) => (await TryAsync(method, args)).Done;

    /// <summary>Walks through a list as <c>for await</c> does, page after page until it ends.</summary>
    public async Task<IReadOnlyList<JsonElement>> EveryAsync(string method, params object[] args) =>
        [.. (await TryEveryAsync(method, args)).Done.EnumerateArray()];

    /// <summary>The same where it may fail.</summary>
    public Task<SdkResult> TryEveryAsync(string method, params object[] args) =>
        sdk.CallAsync(token, version, method, args, every: true, baseUrl);
}
