namespace SecretsDashboard.Web.Gateway;

/// <summary>The providers of a gateway and its limits; see the README's table of settings.</summary>
/// <param name="Idle">A request is cancelled when the provider sends nothing for this time.</param>
/// <param name="MaxDuration">A response that is still in progress after this time is cut off.</param>
/// <param name="MaxBodyBytes">The maximum size of a request body, in bytes.</param>
/// <param name="MaxConcurrentRequests">The maximum number of concurrent requests to providers; see <see cref="ConcurrencySlots"/>.</param>
internal sealed record GatewayOptions(
    IReadOnlyDictionary<string, Provider> Providers,
    TimeSpan Idle,
    TimeSpan MaxDuration,
    long MaxBodyBytes,
    int MaxConcurrentRequests
);
