using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Settings_files
{
    [Fact]
    public async Task No_settings_file_is_watched_for_changes()
    {
        await using var server = WebHost.SetUp();

        var files = Files((IConfigurationRoot)server.Services.GetRequiredService<IConfiguration>()).ToList();

        Assert.Contains(files, file => file.Source.Path is "appsettings.json");
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange, file.Source.Path));
    }

    private static IEnumerable<FileConfigurationProvider> Files(IConfigurationRoot configuration) =>
        configuration.Providers.SelectMany(provider =>
            provider switch
            {
                FileConfigurationProvider file => [file],
                ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } => Files(inner),
                _ => [],
            }
        );
}
