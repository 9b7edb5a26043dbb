global using SecretsDashboard.Vault.Facts;
global using SecretsDashboard.Vault.Gate;
global using SecretsDashboard.Vault.Storage;
