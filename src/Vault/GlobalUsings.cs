global using SecretsDashboard.Vault.Gate;
