namespace SecretsDashboard.Vault;

/// <summary>The program can't start as it is set up. The message is for the person at the console: what is wrong and what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
