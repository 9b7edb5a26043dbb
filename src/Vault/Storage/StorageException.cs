namespace SecretsDashboard.Vault.Storage;

/// <summary>The database could not be written, so there is no audit row and no answer.</summary>
public sealed class StorageException(Exception inner) : Exception("The database could not be written. Nothing was changed.", inner);
