using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>The public keys of one issuer: from the configuration, or read through OpenID Connect discovery and cached.</summary>
/// <remarks>A JWT with a known key never waits. For an unknown key, the keys are read once for all waiting callers, within
/// <see cref="ReadTimeout"/>, and not again before <see cref="Pause"/> has passed: invented key ids can't overload an issuer,
/// and an unreachable issuer delays no caller longer. Keys stay in use until a later reading succeeds.</remarks>
internal sealed partial class IssuerKeys(IssuerSetting setting, KeyDocuments documents, TimeProvider time, ILogger<IssuerKeys> log)
{
    /// <summary>Maximum time for reading the keys of an issuer.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Minimum time between the starts of two readings, whatever their result.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of keys with which one signature is checked: an old key, its successor, and one more.</summary>
    public const int MaxTried = 3;

    // A revoked key stays accepted for up to this long, and longer while the issuer can't be reached.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private volatile Known _known = new(WarnIfTooMany(setting, setting.Keys, log), 0);
    private Task _reading = Task.CompletedTask;
    private long? _startedAt;

    /// <summary>The keys that may verify a signature: those with the key id, and of the algorithm's kind. Where the JWT or
    /// the issuer has no key id, several may match; if more than <see cref="MaxTried"/> match, none is returned, so that a
    /// JWT can't cause a check with every key of an issuer.</summary>
    /// <param name="kid">The key id in the JWT; null when it has none.</param>
    /// <param name="algorithm">The algorithm in the JWT's header; one of the accepted ones.</param>
    public IReadOnlyList<SecurityKey> Find(string? kid, string algorithm)
    {
        List<SecurityKey> keys =
        [
            .. Named(kid).Where(k => algorithm.StartsWith("ES", StringComparison.Ordinal) ? k is ECDsaSecurityKey : k is RsaSecurityKey),
        ];
        return keys.Count <= MaxTried ? keys : [];
    }

    /// <summary>Reads the keys when necessary. False when no keys are known: then a JWT can't be validated.</summary>
    public async ValueTask<bool> PrepareAsync(string? kid, CancellationToken cancel)
    {
        if (setting.Metadata is null)
        {
            return true;
        }
        if (!Named(kid).Any())
        {
            await StartReading().WaitAsync(cancel);
        }
        else if (time.GetElapsedTime(_known.Since) > RefreshInterval)
        {
            _ = StartReading();
        }
        return _known.Keys.Count > 0;
    }

    private IEnumerable<SecurityKey> Named(string? kid) =>
        string.IsNullOrEmpty(kid)
            ? _known.Keys
            : _known.Keys.Where(k => string.IsNullOrEmpty(k.KeyId) || string.Equals(k.KeyId, kid, StringComparison.Ordinal));

    /// <summary>Returns the reading in progress, a new one if the pause has passed, or the completed one.</summary>
    private Task StartReading()
    {
        lock (_lock)
        {
            if (_reading.IsCompleted && (_startedAt is not { } startedAt || time.GetElapsedTime(startedAt) >= Pause))
            {
                _startedAt = time.GetTimestamp();
                _reading = Task.Run(ReadAsync);
            }
            return _reading;
        }
    }

    /// <summary>Never throws: the waiting callers check the known keys afterwards.</summary>
    private async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(setting.Metadata, documents, timeout.Token);
            if (!string.Equals(found.Issuer, setting.Issuer, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The document names a different issuer.");
            }
            var keys = WarnIfTooMany(setting, UsableKeys.Of(found.JsonWebKeySet), log);
            _known =
                keys.Count > 0
                    ? new(keys, time.GetTimestamp())
                    : throw new InvalidOperationException("The document has no RSA key of 2,048 bits or more and no EC key.");
        }
        catch (Exception e)
        {
            // A timeout, a network error, invalid JSON: callers receive "issuer unavailable", and a later request tries again.
            Unreadable(log, setting.Issuer, setting.Metadata, timeout.IsCancellationRequested ? "The request timed out." : Reason(e));
        }
    }

    /// <summary>Warns the operator about keys that can't be used, which would otherwise go unnoticed. At most once an hour:
    /// keys without a key id match every JWT, so no JWT triggers an additional reading.</summary>
    private static IReadOnlyList<SecurityKey> WarnIfTooMany(IssuerSetting setting, IReadOnlyList<SecurityKey> keys, ILogger log)
    {
        if (UsableKeys.AreTooMany(keys))
        {
            TooMany(log, setting.Issuer, MaxTried);
        }
        return keys;
    }

    private static string Reason(Exception e) => e.InnerException is { } inner ? $"{e.Message} {Reason(inner)}" : e.Message;

    [LoggerMessage(LogLevel.Warning, "The keys of the issuer {Issuer} could not be read from {Address}: {Reason}")]
    private static partial void Unreadable(ILogger log, string issuer, string? address, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "The issuer {Issuer} has keys without a kid, and more than {Most} keys of one kind (RSA or EC) match its JWTs, "
            + "which are therefore refused. Give each key of the issuer a kid, or at most {Most} keys of a kind."
    )]
    private static partial void TooMany(ILogger log, string issuer, int most);

    private sealed record Known(IReadOnlyList<SecurityKey> Keys, long Since);
}
