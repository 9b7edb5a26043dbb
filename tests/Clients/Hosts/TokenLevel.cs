namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>The levels of a host's tokens. The one that edits also administers.</summary>
internal enum TokenLevel
{
    Read,
    Bind,
    Manage,
    Edit,
}
