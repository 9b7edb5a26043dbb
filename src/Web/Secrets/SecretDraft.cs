using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The input for one secret. Its value stays in the browser until the form is sent.</summary>
public sealed class SecretDraft
{
    public string Id { get; } = $"draft-{Guid.NewGuid():n}";
    public string Name { get; set; } = "";
    public SecretDescription Description { get; set; } = new();
    public Scopes Scopes { get; set; }
    public ValueField? Value { get; set; }
}
