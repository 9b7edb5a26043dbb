namespace SecretsDashboard.Vault;

/// <summary>The program can't start with its configuration. The message is for the operator: the problem and its remedy.</summary>
public sealed class StartupException(string message) : Exception(message);
