namespace SecretsDashboard.Web.Shell;

/// <summary>The typed value can't be stored. The message says why and holds no part of it.</summary>
public sealed class ValueFieldException(string message) : Exception(message);
