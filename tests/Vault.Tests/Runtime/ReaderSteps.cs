using System.Net;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>Services and what they read.</summary>
internal static class ReaderSteps
{
    public static readonly IPAddress ClientAddress = IPAddress.Parse("192.0.2.7");

    public static CredentialInput Input => new("ci");

    /// <summary>A credential, issued by the Super Administrator.</summary>
    public static Task<NewCredential> CredentialAsync(this VaultHost host, ServiceId service, CredentialInput? input = null) =>
        host.DoAsync(host.Owner, new IssueCredential(service, input ?? Input));

    public static Caller AsCaller(this NewCredential credential) => Caller.WithCredential(credential.Text, ClientAddress);

    public static Caller From(this NewCredential credential, string? address) =>
        Caller.WithCredential(credential.Text, address is null ? null : IPAddress.Parse(address));

    /// <summary>Asks as a service does, and wants the value.</summary>
    public static async Task<string> ValueAsync(this VaultHost host, Caller caller, string name = "KEY")
    {
        using var resolved = Expect.Done(await host.AskAsync(caller, new ResolveBinding(name)));
        return Text(resolved);
    }

    public static string Text(ResolvedBinding resolved) => System.Text.Encoding.UTF8.GetString(resolved.Utf8);

    /// <summary>Reads twice, so that the next answer could come out of memory.</summary>
    public static async Task CacheReadingAsync(this VaultHost host, Caller caller, string name = "KEY")
    {
        await host.ValueAsync(caller, name);
        await host.ValueAsync(caller, name);
    }

    public static async Task<IReadOnlyList<string>> NamesAsync(this VaultHost host, Caller caller) =>
        [.. Expect.Done(await host.AskAsync(caller, new ListOwnBindings())).Select(b => $"{b.Name} {b.Version}")];

    /// <summary>The changes that a service receives when it reconnects with
    /// its last id; null: when it connects for the first time.</summary>
    public static async Task<BindingChangeBatch> ReadChangesAsync(this VaultHost host, Caller caller, string? lastId = null) =>
        Expect.Done(await host.AskAsync(caller, new FollowOwnBindings(lastId)));

    public static async Task<Decision> RefusedAsync(this VaultHost host, Caller caller, string name = "KEY") =>
        Expect.Refused(await host.AskAsync(caller, new ResolveBinding(name)));
}
