using System.Net.Http.Headers;

namespace SecretsDashboard.Client.Http;

/// <summary>Adds the credential to each try, and to no request to another server.</summary>
internal sealed class CredentialHandler(SecretsDashboardOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TextAsync(cancel).ConfigureAwait(false));
        return await base.SendAsync(request, cancel).ConfigureAwait(false);
    }

    private async Task<string> TextAsync(CancellationToken cancel)
    {
        var text = (
            options.CredentialFile is { Length: > 0 } file ? await ReadAsync(file, cancel).ConfigureAwait(false) : options.Credential!
        ).Trim();
        // No message contains the value: a header exception would, and messages may be logged.
        return text.Length > 0 && text.All(c => c is > ' ' and <= '~')
            ? text
            : throw new SecretsDashboardException(
                SecretsDashboardFailure.UnknownCaller,
                "The credential is empty or contains invalid characters."
            );
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretsDashboardException(
                SecretsDashboardFailure.UnknownCaller,
                $"The credential's file '{file}' can't be read: {e.Message}",
                e
            );
        }
    }
}
