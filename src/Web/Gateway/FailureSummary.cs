using System.Net.Sockets;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Why a provider could not be reached or heard to the end, for the log: kinds and codes alone. The
/// messages of such exceptions repeat what the provider sent, which may contain a key.</summary>
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
