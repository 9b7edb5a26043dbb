using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>What was found while a request was read.</summary>
internal class ApiReading
{
    /// <summary>What is wrong with the query or the body. It is said only after the gate has decided.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The objects of the body that were read.</summary>
    public List<ApiObject> Objects { get; } = [];
}
