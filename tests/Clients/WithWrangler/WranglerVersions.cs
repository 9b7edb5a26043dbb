namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary>Every wrangler that this machine can run, by the script that starts it: a test that takes them runs once with each.</summary>
internal sealed class WranglerVersions : TheoryData<string>
{
    public WranglerVersions()
    {
        foreach (var wrangler in Npm.Wranglers)
        {
            Add(wrangler);
        }
    }
}
