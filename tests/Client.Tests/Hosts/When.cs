using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>Waits for what a reload brings.</summary>
internal static class When
{
    public static async Task SoAsync(IConfiguration configuration, Func<bool> isSo)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = ChangeToken.OnChange(configuration.GetReloadToken, Look);
        Look();
        await seen.Task;

        void Look()
        {
            if (isSo())
            {
                seen.TrySetResult();
            }
        }
    }
}
