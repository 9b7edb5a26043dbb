namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>A server whose account may hold one secret.</summary>
public sealed class FullApiClientHost() : ApiClientHost("clients-full", new KeyValuePair<string, string>("Limits__Secrets", "1"));
