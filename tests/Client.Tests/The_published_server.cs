using System.Text.Json;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.Client.Tests;

/// <summary>The output of <c>dotnet publish src/Web</c>.</summary>
public sealed class The_published_server : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("published-").FullName;

    public async ValueTask InitializeAsync() =>
        await DotNetCommand.RunAsync(
            Repository.Root,
            "publish",
            "src/Web",
            "--no-build",
            "--configuration",
            Repository.Configuration,
            "--output",
            _folder
        );

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_published_server_lists_its_packages_with_their_versions_hashes_and_licenses()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(_folder, "SecretsDashboard.Web.cdx.json"));
        using var sbom = JsonDocument.Parse(text);
        var packages = sbom.RootElement.GetProperty("components").EnumerateArray().ToList();

        Assert.Equal("CycloneDX", sbom.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal(
            "SecretsDashboard.Web",
            sbom.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("name").GetString()
        );
        Assert.All(
            ["MudBlazor", "Microsoft.Data.Sqlite.Core", "Yarp.ReverseProxy"],
            name => Assert.Contains(packages, p => p.GetProperty("name").GetString() == name)
        );
        Assert.All(
            packages,
            p =>
                Assert.True(
                    p.GetProperty("version").GetString()!.Length > 0
                        && p.GetProperty("hashes").GetArrayLength() > 0
                        && p.GetProperty("licenses").GetArrayLength() > 0
                )
        );
        Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
    }
}
