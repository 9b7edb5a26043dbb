namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>What the tokens of a house may do. The one that edits also administers.</summary>
internal enum Level
{
    Read,
    Bind,
    Manage,
    Edit,
}
