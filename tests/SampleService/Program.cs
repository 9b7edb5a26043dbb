// A typical service: it reads its secrets from a Secrets Dashboard, and reports what it has without the values.
// Settings: SecretsDashboard:Address, :Credential or :CredentialFile, :Optional, :KeepWhenRefused.
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using SecretsDashboard.Client;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection("SecretsDashboard");
builder.AddSecretsDashboard(settings.Bind);
builder.Services.AddHealthChecks().AddSecretsDashboard();

var app = builder.Build();
app.MapGet(
    "/configured/{key}",
    (string key, IConfiguration configuration) => configuration[key] is { } value ? Results.Text(Fingerprint(value)) : Results.NotFound()
);
app.MapGet(
    "/asked/{name}",
    async (string name, SecretsDashboardClient secrets, CancellationToken cancel) =>
    {
        try
        {
            var value = await secrets.GetAsync(name, cancel);
            return Results.Text($"{Fingerprint(value.Value)} version {value.Version}{(value.IsCurrent ? "" : ", kept")}");
        }
        catch (SecretsDashboardException e)
        {
            return Results.Text(e.Failure.ToString(), statusCode: StatusCodes.Status502BadGateway);
        }
    }
);
app.MapHealthChecks(
    "/health",
    new HealthCheckOptions
    {
        ResponseWriter = (context, report) =>
            context.Response.WriteAsync($"{report.Status}: {string.Join(" ", report.Entries.Values.Select(e => e.Description))}"),
    }
);
app.Run();

static string Fingerprint(string value) =>
    $"{Encoding.UTF8.GetByteCount(value)} bytes, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..16]}";
