using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>The unattended set-up: the settings Bootstrap:Email and Bootstrap:Password
/// create the first Super Administrator on an empty database.</summary>
public static class Bootstrap
{
    /// <returns>True if a member was created now.</returns>
    /// <exception cref="StartupException">The e-mail address or the password breaks a
    /// rule; the message names it without repeating the input.</exception>
    public static async Task<bool> RunAsync(OpenVault vault, VaultOptions options, CancellationToken cancel)
    {
        if (options.BootstrapEmail is null || options.BootstrapPassword is null || vault.IsSetUp())
        {
            return false;
        }
        using var password = Plaintext.TryFrom(options.BootstrapPassword);
        var outcome = await vault.Gate.AskAsync(
            Caller.Anonymous(null),
            new SetUpAccount(null, options.BootstrapEmail, password, password) { Unattended = true },
            cancel
        );
        // If several processes start on an empty folder at the same time, only one of them sets it up.
        return outcome is Failed<Access.MemberId> { Problems: [var problem, ..] } && !vault.IsSetUp()
            ? throw new StartupException($"Bootstrap:{problem.Field ?? "Email"} can't be used: {problem.Message}")
            : outcome is Done<Access.MemberId>;
    }
}
