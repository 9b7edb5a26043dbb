namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>What the tokens of a host may do. The one that edits also administers.</summary>
internal enum Level
{
    Read,
    Bind,
    Manage,
    Edit,
}
