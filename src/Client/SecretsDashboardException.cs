namespace SecretsDashboard.Client;

/// <summary>Why a value or a list was not had.</summary>
public enum SecretsDashboardFailure
{
    /// <summary>The server could not be reached, was too slow, had a fault of its own, or somebody else
    /// answered in its stead; what may pass soon was tried several times.</summary>
    Unreachable = 1,

    /// <summary>The credential is unknown, expired, revoked or used from an address
    /// that it is not for (401), or its file can't be read.</summary>
    UnknownCaller,

    /// <summary>The service is bound, but the secret's scopes don't hold its kind now, or its kind is handed
    /// no value (403). Why stands in the service's activity in the dashboard.</summary>
    Refused,

    /// <summary>The service has no binding of this name (404).</summary>
    NotFound,
}

/// <summary>A secret could not be read. The message says what and why, and never holds a value or a credential.</summary>
public sealed class SecretsDashboardException : Exception
{
    internal SecretsDashboardException(
        SecretsDashboardFailure failure,
        string message,
        Exception? inner = null,
        TimeSpan? retryAfter = null,
        string? word = null
    )
        : base(message, inner) => (Failure, RetryAfter, Word) = (failure, retryAfter, word);

    /// <summary>What went wrong, to decide by.</summary>
    public SecretsDashboardFailure Failure { get; }

    /// <summary>When the server wants to be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The server's own word for it; null when none came.</summary>
    internal string? Word { get; }
}
