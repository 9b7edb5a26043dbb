namespace SecretsDashboard.Client;

/// <summary>The reason why a value or a list could not be read.</summary>
public enum SecretsDashboardFailure
{
    /// <summary>The server could not be reached, was too slow, failed internally, or a
    /// proxy responded in its place. Transient failures were retried before.</summary>
    Unreachable = 1,

    /// <summary>The credential is unknown, expired, revoked or used from an
    /// address that is not allowed (401), or its file can't be read.</summary>
    UnknownCaller,

    /// <summary>The service is bound, but the secret's scopes no longer include the service's kind, or services of this kind receive no
    /// values (403). The service's activity in the dashboard shows the reason.</summary>
    Refused,

    /// <summary>The service has no binding with this name (404).</summary>
    NotFound,
}

/// <summary>A secret could not be read. The message names the request and the reason, and never contains a value or a credential.</summary>
public sealed class SecretsDashboardException : Exception
{
    internal SecretsDashboardException(
        SecretsDashboardFailure failure,
        string message,
        Exception? inner = null,
        TimeSpan? retryAfter = null,
        string? errorCode = null
    )
        : base(message, inner) => (Failure, RetryAfter, ErrorCode) = (failure, retryAfter, errorCode);

    /// <summary>The kind of failure, for programs to act on.</summary>
    public SecretsDashboardFailure Failure { get; }

    /// <summary>When the server wants the next request, if it said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The server's error code; null if the response had none.</summary>
    internal string? ErrorCode { get; }
}
