namespace SecretsDashboard.Client;

/// <summary>Where a service's secrets are, and what it proves itself with. Nothing here prints the credential.</summary>
public sealed class SecretsDashboardOptions
{
    /// <summary>The server, for example <c>https://secrets.example.org</c>. It must be https;
    /// plain http is accepted for this machine alone (loopback).</summary>
    public Uri? Address { get; set; }

    /// <summary>The text of the service's credential (<c>sds_…</c>). Set this or <see cref="CredentialFile"/>, not both.</summary>
    public string? Credential { get; set; }

    /// <summary>A file with the credential, or with a token that the server maps to the service (a
    /// projected token of Kubernetes, for example). It is read anew for each
    /// request, so that what rotates in it counts at once. White space around the text is ignored.</summary>
    public string? CredentialFile { get; set; }

    /// <summary>Whether the service may start although the server can't be reached or refuses it:
    /// it then starts without these keys, and gets them when the server answers.
    /// False: the start fails with a <see cref="SecretsDashboardException"/> that says what is wrong.</summary>
    public bool Optional { get; set; }

    /// <summary>How long a start that is not <see cref="Optional"/> waits for a server that can't
    /// be reached; one that is waits no longer than this for its first try.
    /// 30 seconds unless said otherwise; at most an hour.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long values are kept in the configuration after the server has said that the
    /// credential does not count (any more): long enough for a rotation to
    /// arrive, and not for ever. Five minutes unless said otherwise; zero takes them away
    /// at once. The health check is unhealthy from the first moment.
    /// A single value that was taken away (unbound, narrowed, deleted) is not kept at all, and
    /// one whose server is merely away is kept without an end.</summary>
    public TimeSpan KeepWhenRefused { get; set; } = TimeSpan.FromMinutes(5);

    /// <exception cref="ArgumentException">A setting is missing or makes no sense; the message names it.</exception>
    internal SecretsDashboardOptions Checked()
    {
        if (
            Address is not { IsAbsoluteUri: true } address
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        )
        {
            throw new ArgumentException(
                $"{nameof(Address)} must be an https address, or http on this machine (loopback): otherwise the values would be sent unencrypted."
            );
        }
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException($"{nameof(Address)} must be a server with an optional path, without user, query or fragment.");
        }
        if (string.IsNullOrWhiteSpace(Credential) == string.IsNullOrWhiteSpace(CredentialFile))
        {
            throw new ArgumentException($"Set either {nameof(Credential)} or {nameof(CredentialFile)}.");
        }
        Check(StartTimeout, nameof(StartTimeout), TimeSpan.FromHours(1));
        Check(KeepWhenRefused, nameof(KeepWhenRefused), TimeSpan.FromDays(7));
        return this;
    }

    private static void Check(TimeSpan time, string name, TimeSpan most)
    {
        if (time < TimeSpan.Zero || time > most)
        {
            throw new ArgumentException($"{name} must be between zero and {most}.");
        }
    }
}
