using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.Client.Tests;

/// <summary>Tests the package of <c>dotnet pack src/Client</c> the way a user without this repository gets it.</summary>
public sealed class The_package(ClientHost host) : IAsyncLifetime
{
    private const string Program = """
        using Microsoft.Extensions.Configuration;
        using SecretsDashboard.Client;

        var configuration = new ConfigurationBuilder()
            .AddSecretsDashboard(o => (o.Address, o.Credential) = (new Uri(args[0]), args[1]))
            .Build();
        Console.WriteLine($"{configuration["Stripe:Key"]!.Length} characters");
        """;

    private const string RemoteUrl = "https://git.example.org/team/secrets-dashboard.git";

    private static readonly string Version = $"1.0.0-test{DateTime.UtcNow.Ticks}";

    // Building the client has restored the package's dependencies here; the package itself must not stay here.
    private static string PackageCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // Outside of the repository, so that the repository's build settings don't apply.
    private readonly string _folder = Directory.CreateTempSubdirectory("package-").FullName;

    private string PackageFile => Path.Combine(_folder, $"SecretsDashboard.Client.{Version}.nupkg");

    /// <summary>Packs as in a clone of the repository at <see cref="RemoteUrl"/>; the user's git settings set that remote.</summary>
    public async ValueTask InitializeAsync()
    {
        var settings = Directory.CreateDirectory(Path.Combine(_folder, "settings", "git")).FullName;
        await File.WriteAllTextAsync(Path.Combine(settings, "config"), $"[remote \"of-the-test\"]\n\turl = {RemoteUrl}\n");
        await DotNetCommand.RunAsync(
            Repository.Root,
            new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = Path.GetDirectoryName(settings)! },
            "pack",
            "src/Client",
            "--no-build",
            "--configuration",
            Repository.Configuration,
            "--output",
            _folder,
            $"-p:Version={Version}",
            "-p:GitRepositoryRemoteName=of-the-test"
        );
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_package_contains_the_library_its_documentation_and_a_readme_and_lists_its_dependencies()
    {
        await using var package = await ZipFile.OpenReadAsync(PackageFile);
        var (id, nuspec) = (
            "SecretsDashboard.Client",
            await XDocument.LoadAsync(await package.GetEntry("SecretsDashboard.Client.nuspec")!.OpenAsync(), LoadOptions.None, default)
        );
        string? Field(string name) => nuspec.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

        Assert.Equal(
            [$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Equal((id, "README.md"), (Field("id"), Field("readme")));
        Assert.True(Field("description")!.Length > 50);
        Assert.Equal(
            [
                "Microsoft.Extensions.Configuration",
                "Microsoft.Extensions.Diagnostics.HealthChecks",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Http.Resilience",
            ],
            nuspec
                .Descendants()
                .Where(e => e.Name.LocalName == "dependency")
                .Select(e => (string)e.Attribute("id")!)
                .Order(StringComparer.Ordinal)
        );
        using var readme = new StreamReader(await package.GetEntry("README.md")!.OpenAsync());
        Assert.StartsWith("# SecretsDashboard.Client", await readme.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_states_its_license_its_source_repository_and_its_changelog()
    {
        await using var package = await ZipFile.OpenReadAsync(PackageFile);
        var nuspec = await XDocument.LoadAsync(
            await package.GetEntry("SecretsDashboard.Client.nuspec")!.OpenAsync(),
            LoadOptions.None,
            default
        );
        XElement Element(string name) => Assert.Single(nuspec.Descendants(), e => e.Name.LocalName == name);
        var (license, repository) = (Element("license"), Element("repository"));

        Assert.Equal(("expression", "MIT"), ((string?)license.Attribute("type"), license.Value));
        Assert.Contains("MIT License", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
        Assert.Equal(("git", RemoteUrl), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url")));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
        Assert.Contains("# Changelog", Element("releaseNotes").Value, StringComparison.Ordinal);
        Assert.All(["README.md", "CHANGELOG.md"], name => Assert.NotNull(package.GetEntry(name)));
    }

    [Fact]
    public async Task The_package_has_a_symbol_package_without_local_source_paths()
    {
        await using var symbols = await ZipFile.OpenReadAsync(Path.ChangeExtension(PackageFile, "snupkg"));

        using var bytes = new MemoryStream();
        await using var content = await symbols.GetEntry("lib/net10.0/SecretsDashboard.Client.pdb")!.OpenAsync();
        await content.CopyToAsync(bytes);
        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var reader = provider.GetMetadataReader();
        Assert.All(reader.Documents, d => Assert.StartsWith("/_/", reader.GetString(reader.GetDocument(d).Name), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_package_documents_every_public_type_and_every_option()
    {
        await using var package = await ZipFile.OpenReadAsync(PackageFile);
        var documented = (
            await XDocument.LoadAsync(
                await package.GetEntry("lib/net10.0/SecretsDashboard.Client.xml")!.OpenAsync(),
                LoadOptions.None,
                default
            )
        )
            .Descendants("member")
            .Select(m => (string)m.Attribute("name")!)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(typeof(SecretsDashboardClient).Assembly.GetExportedTypes(), type => Assert.Contains($"T:{type.FullName}", documented));
        Assert.All(
            typeof(SecretsDashboardOptions).GetProperties(),
            p => Assert.Contains($"P:{p.DeclaringType!.FullName}.{p.Name}", documented)
        );
    }

    [Fact]
    public async Task The_package_contains_no_path_of_the_machine_that_built_it()
    {
        await using var package = await ZipFile.OpenReadAsync(PackageFile);
        foreach (var entry in package.Entries)
        {
            using var bytes = new MemoryStream();
            await using var content = await entry.OpenAsync();
            await content.CopyToAsync(bytes);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) < 0, entry.FullName);
        }
    }

    [Fact]
    public async Task The_package_is_enough_to_build_and_run_a_program()
    {
        var service = await host.ServiceAsync(("Stripe__Key", "twenty-one characters"));

        var program = await BuildAsync("Microsoft.NET.Sdk", Program);

        Assert.Equal("21 characters", (await DotNetCommand.RunAsync(_folder, program, host.Address.ToString(), service.Credential)).Trim());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Client/README.md")]
    public async Task The_example_in_each_readme_compiles_with_the_package(string readme)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, readme));
        var block = Assert
            .Single(Regex.Matches(text, "^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline))
            .Groups[1]
            .Value;

        Assert.True(File.Exists(await BuildAsync("Microsoft.NET.Sdk.Web", $"{block}builder.Build().Run();\n")));
    }

    /// <returns>The path of the program, which uses only the package.</returns>
    private async Task<string> BuildAsync(string sdk, string code)
    {
        var program = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;
        await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), code);
        await File.WriteAllTextAsync(
            Path.Combine(program, "Program.csproj"),
            $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{_folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{PackageCache}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SecretsDashboard.Client" Version="{Version}" />
              </ItemGroup>
            </Project>
            """
        );
        await DotNetCommand.RunAsync(program, "build", "--output", Path.Combine(program, "out"));
        return Path.Combine(program, "out", "Program.dll");
    }
}
