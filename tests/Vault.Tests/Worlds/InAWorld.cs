namespace SecretsDashboard.Vault.Tests.Worlds;

/// <summary>Each test has a world of its own.</summary>
public abstract class InAWorld : IAsyncLifetime
{
    private protected World World { get; private set; } = null!;

    private protected virtual VaultLimits? Limits => null;

    public virtual async ValueTask InitializeAsync() => World = await World.OpenAsync(Limits);

    public virtual async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
