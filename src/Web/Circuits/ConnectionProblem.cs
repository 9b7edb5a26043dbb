namespace SecretsDashboard.Web.Circuits;

/// <summary>Why the server refused the live connection of a page.</summary>
internal abstract record ConnectionProblem
{
    private ConnectionProblem() { }

    /// <summary>The page's address is not one of the server's own.</summary>
    public sealed record WrongAddress(Origin Browser, Origin? Server) : ConnectionProblem
    {
        public bool SchemeDiffers => Browser.Scheme != Server?.Scheme;

        /// <summary>Whether host or port differ; the default ports of the two schemes are treated as equal.</summary>
        public bool HostDiffers =>
            Browser.Host != Server?.Host || (Browser.Port != Server.Port && !(Browser.IsDefaultPort && Server.IsDefaultPort));
    }

    /// <summary>Too many circuits are open.</summary>
    /// <param name="Limit">How many may be open.</param>
    /// <param name="OfMember">Whether the limit is for all sessions of the member together; otherwise it is for one session.</param>
    public sealed record TooManyCircuits(int Limit, bool OfMember) : ConnectionProblem;
}
