namespace SecretsDashboard.Web.Gateway;

/// <summary>What a gateway forwards to, and within which limits; see the README's table of settings.</summary>
/// <param name="Idle">A provider that is silent for so long is given up.</param>
/// <param name="Longest">An answer that is still running after this is cut off.</param>
/// <param name="LargestBody">Of a request, in bytes.</param>
/// <param name="AtOnce">Requests that may be on their way to providers at the same time; see <see cref="ConcurrencySlots"/>.</param>
internal sealed record GatewayOptions(
    IReadOnlyDictionary<string, Provider> Providers,
    TimeSpan Idle,
    TimeSpan Longest,
    long LargestBody,
    int AtOnce
);
