using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>Waits for the result of a configuration reload.</summary>
internal static class Reload
{
    public static async Task WaitForAsync(IConfiguration configuration, Func<bool> condition)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = ChangeToken.OnChange(configuration.GetReloadToken, Check);
        Check();
        await seen.Task;

        void Check()
        {
            if (condition())
            {
                seen.TrySetResult();
            }
        }
    }
}
