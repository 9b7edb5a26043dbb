using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Api;

/// <summary>The results of reading a request.</summary>
internal class ApiReading
{
    /// <summary>The errors of the query or the body. They are reported only after the gate has decided.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The objects of the body that were read.</summary>
    public List<ApiObject> Objects { get; } = [];
}
