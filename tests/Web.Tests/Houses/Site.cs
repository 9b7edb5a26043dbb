using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Web.Tests.Houses;

/// <summary>The whole program, served in this process: every middleware and endpoint is the real one, on a copy of the template's data.</summary>
internal sealed class Site : WebApplicationFactory<Program>
{
    private readonly string _folder;
    private readonly string _address;

    private Site(string folder, string address) => (_folder, _address) = (folder, address);

    /// <summary>An account that was set up and has the template's residents.</summary>
    /// <param name="address">What the program is told to listen on: https makes it secure its cookies.</param>
    public static Site SetUp(string address = "http://127.0.0.1") => new(Template.Copy(), address);

    /// <summary>A fresh installation that waits for its set-up.</summary>
    public static Site Fresh() => new(Directory.CreateTempSubdirectory("web-tests-").FullName, "http://127.0.0.1");

    /// <summary>A browser without a session. It keeps cookies and follows nothing by itself.</summary>
    public Visitor Visit() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri(_address) }));

    /// <summary>A browser in which this person has signed in by the form.</summary>
    public async Task<Visitor> VisitAsync(Resident who)
    {
        var visitor = Visit();
        var answer = await visitor.SignInAsync(who.Email, Resident.Password);
        Assert.Equal("/", answer.Headers.Location?.PathAndQuery);
        return visitor;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSolutionRelativeContentRoot(".");
        builder.UseEnvironment("Production");
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("urls", _address);
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
