using System.Collections.Concurrent;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Problems that the browser itself reports: failed scripts,
/// violations of the content policy, requests to other servers.</summary>
internal sealed class BrowserErrors(ServerProcess host)
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public void Watch(IBrowserContext context)
    {
        context.WebError += (_, error) => _all.Enqueue($"{error.Page?.Url}: {error.Error}");
        context.Console += (_, message) => Record(message);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } asked && asked.Authority != host.Address.Authority)
            {
                _all.Enqueue($"{asked} was asked for: everything must come from this server.");
            }
        };
    }

    private void Record(IConsoleMessage message)
    {
        // A 404 or 403 is not a problem of the page, and some tests cause one.
        if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _all.Enqueue($"{message.Page?.Url}: {message.Text}");
        }
    }
}
