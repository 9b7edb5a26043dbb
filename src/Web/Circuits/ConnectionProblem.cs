namespace SecretsDashboard.Web.Circuits;

/// <summary>Why the server refused the live connection of a page.</summary>
internal abstract record ConnectionProblem
{
    private ConnectionProblem() { }

    /// <summary>The page's address is none of the server's own.</summary>
    public sealed record WrongAddress(Origin Browser, Origin? Server) : ConnectionProblem
    {
        public bool SchemeDiffers => Browser.Scheme != Server?.Scheme;

        /// <summary>The default ports of two schemes differ, and are no matter of the host.</summary>
        public bool HostDiffers =>
            Browser.Host != Server?.Host || (Browser.Port != Server.Port && !(Browser.IsDefaultPort && Server.IsDefaultPort));
    }

    /// <summary>Too many circuits are open.</summary>
    /// <param name="Limit">How many may be open.</param>
    /// <param name="OfMember">Whether all sessions of the member are counted together; otherwise the limit is that of one session.</param>
    public sealed record TooManyCircuits(int Limit, bool OfMember) : ConnectionProblem;
}
