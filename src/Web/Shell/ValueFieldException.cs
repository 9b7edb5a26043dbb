namespace SecretsDashboard.Web.Shell;

/// <summary>The typed value can't be stored. The message gives the reason and contains no part of the value.</summary>
public sealed class ValueFieldException(string message) : Exception(message);
