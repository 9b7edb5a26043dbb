using System.Net.Sockets;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Summarizes for the log why a provider could not be reached, or its response not be read completely: only kinds
/// and codes. The exception messages repeat data from the provider, which may contain a key.</summary>
internal static class FailureSummary
{
    public static string Of(Exception? fault) => string.Join(", ", Chain(fault).Select(Name).Distinct());

    private static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            yield return fault;
        }
    }

    private static string Name(Exception fault) =>
        fault switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => $"{request.HttpRequestError}",
            HttpIOException io => $"{io.HttpRequestError}",
            SocketException socket => $"{socket.SocketErrorCode}",
            _ => fault.GetType().Name,
        };
}
