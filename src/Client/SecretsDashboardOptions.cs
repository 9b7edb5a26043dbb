namespace SecretsDashboard.Client;

/// <summary>The server's address and the service's credential. Nothing here prints the credential.</summary>
public sealed class SecretsDashboardOptions
{
    /// <summary>The server, for example <c>https://secrets.example.org</c>. It must use
    /// https; plain http is accepted only for the same machine (loopback).</summary>
    public Uri? Address { get; set; }

    /// <summary>The value of the service's credential (<c>sds_…</c>). Set either this or <see cref="CredentialFile"/>.</summary>
    public string? Credential { get; set; }

    /// <summary>A file with the credential, or with a token that the server maps to the service
    /// (for example, a projected token of Kubernetes). It is read again for each request, so that
    /// a rotated value is used at once. Surrounding white space is ignored.</summary>
    public string? CredentialFile { get; set; }

    /// <summary>Whether the service may start although the server can't be reached or refuses it: it
    /// then starts without these keys, and receives them when the server responds. If false, the start
    /// fails with a <see cref="SecretsDashboardException"/> that contains the reason.</summary>
    public bool Optional { get; set; }

    /// <summary>How long a start that is not <see cref="Optional"/> waits for a server that can't be reached; an optional one waits at most
    /// this long for its first try. The default is 30 seconds, the maximum one hour.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long values stay in the configuration after the server rejected the credential: long enough
    /// for a rotation to arrive, but limited. The default is five minutes; zero removes them at once. The health
    /// check is unhealthy from the first rejection. A single value that was unbound, narrowed or deleted is not
    /// kept at all; while the server is only unreachable, values are kept without a time limit.</summary>
    public TimeSpan KeepWhenRefused { get; set; } = TimeSpan.FromMinutes(5);

    /// <exception cref="ArgumentException">A setting is missing or invalid; the message names it.</exception>
    internal SecretsDashboardOptions Checked()
    {
        if (
            Address is not { IsAbsoluteUri: true } address
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        )
        {
            throw new ArgumentException(
                $"{nameof(Address)} must be an https address, or http on this machine (loopback): "
                    + "otherwise the values would be sent unencrypted."
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

    private static void Check(TimeSpan time, string name, TimeSpan max)
    {
        if (time < TimeSpan.Zero || time > max)
        {
            throw new ArgumentException($"{name} must be between zero and {max}.");
        }
    }
}
