using SecretsDashboard.Vault;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>Each test has a host of its own.</summary>
public abstract class VaultTest : IAsyncLifetime
{
    private protected VaultHost Host { get; private set; } = null!;

    private protected virtual VaultLimits? Limits => null;

    public virtual async ValueTask InitializeAsync() => Host = await VaultHost.OpenAsync(Limits);

    public virtual async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
