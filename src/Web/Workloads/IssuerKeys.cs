using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>The public keys of one issuer: given with the configuration, or read by OpenID Connect's discovery and kept.</summary>
/// <remarks>Whoever comes with a key that is known never waits. For one that is not, the keys are
/// read once for all who wait, within <see cref="Patience"/>, and not again before
/// <see cref="Pause"/> is over: nobody can hammer an issuer by inventing keys, and a dead one holds
/// nobody up for longer. Keys that were read stay until others are.</remarks>
internal sealed partial class IssuerKeys(IssuerSetting setting, KeyDocuments documents, TimeProvider time, ILogger<IssuerKeys> log)
{
    /// <summary>For so long an issuer may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Between the beginnings of two readings, however they end.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The most keys with which one signature is checked: an old key, its successor, and one more.</summary>
    public const int MaxTried = 3;

    // A key that its issuer took back is believed for so long, and until it can be asked.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private volatile Known _known = new(Looked(setting, setting.Keys, log), 0);
    private Task _reading = Task.CompletedTask;
    private long? _began;

    /// <summary>The keys by which a signature may be checked: those of the name, and of the
    /// algorithm's kind. Where the JWT or the issuer names none, several may fit;
    /// of more than <see cref="MaxTried"/> none counts, so that nobody has a signature checked with all that an issuer has.</summary>
    /// <param name="kid">Which key the JWT names; null when it names none.</param>
    /// <param name="algorithm">By which it says to be signed; one of those that count.</param>
    public IReadOnlyList<SecurityKey> Find(string? kid, string algorithm)
    {
        List<SecurityKey> keys =
        [
            .. Named(kid).Where(k => algorithm.StartsWith("ES", StringComparison.Ordinal) ? k is ECDsaSecurityKey : k is RsaSecurityKey),
        ];
        return keys.Count <= MaxTried ? keys : [];
    }

    /// <summary>Reads the keys when they are needed. False when none are known: then nothing can be said of a JWT.</summary>
    public async ValueTask<bool> PrepareAsync(string? kid, CancellationToken cancel)
    {
        if (setting.Metadata is null)
        {
            return true;
        }
        if (!Named(kid).Any())
        {
            await Begin().WaitAsync(cancel);
        }
        else if (time.GetElapsedTime(_known.Since) > Fresh)
        {
            _ = Begin();
        }
        return _known.Keys.Count > 0;
    }

    private IEnumerable<SecurityKey> Named(string? kid) =>
        string.IsNullOrEmpty(kid)
            ? _known.Keys
            : _known.Keys.Where(k => string.IsNullOrEmpty(k.KeyId) || string.Equals(k.KeyId, kid, StringComparison.Ordinal));

    /// <summary>The reading that goes on; a new one, if it is time for one; or what is over already.</summary>
    private Task Begin()
    {
        lock (_lock)
        {
            if (_reading.IsCompleted && (_began is not { } began || time.GetElapsedTime(began) >= Pause))
            {
                _began = time.GetTimestamp();
                _reading = Task.Run(ReadAsync);
            }
            return _reading;
        }
    }

    /// <summary>Throws nothing: whoever waits looks at what is known then.</summary>
    private async Task ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(setting.Metadata, documents, patience.Token);
            if (!string.Equals(found.Issuer, setting.Issuer, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The document names a different issuer.");
            }
            var keys = Looked(setting, UsableKeys.Of(found.JsonWebKeySet), log);
            _known =
                keys.Count > 0
                    ? new(keys, time.GetTimestamp())
                    : throw new InvalidOperationException("The document has no RSA key of 2,048 bits or more and no EC key.");
        }
        catch (Exception e)
        {
            // A timeout, a broken line, no JSON: callers are told that the issuer is away, and the next one tries again.
            Unreadable(log, setting.Issuer, setting.Metadata, patience.IsCancellationRequested ? "The request timed out." : Reason(e));
        }
    }

    /// <summary>Those who set the issuer up are told what else nobody would find out. They hear it once an
    /// hour at most: keys without a name fit every JWT, so none is read anew for.</summary>
    private static IReadOnlyList<SecurityKey> Looked(IssuerSetting setting, IReadOnlyList<SecurityKey> keys, ILogger log)
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
        "The issuer {Issuer} has keys without a kid, and more than {Most} keys of one kind (RSA or EC) match its JWTs, which are therefore refused. Give each key of the issuer a kid, or at most {Most} keys of a kind."
    )]
    private static partial void TooMany(ILogger log, string issuer, int most);

    private sealed record Known(IReadOnlyList<SecurityKey> Keys, long Since);
}
