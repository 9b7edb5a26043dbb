using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Faults(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private const string Inside = "what the fault was about";

    [Fact]
    public async Task Without_an_audit_log_every_request_is_refused_and_changes_nothing()
    {
        var broken = new ApiWebHost();
        await broken.InitializeAsync();
        var (store, edit) = (await broken.StoreAsync(), await broken.TokenAsync(TokenLevel.Edit));
        var folder = broken.Host.Services.GetRequiredService<VaultOptions>().Directory;
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "secrets-dashboard.db")}");
        connection.Open();

        Rename("AuditEntries", "Elsewhere");
        var look = await broken.GetAsync($"{broken.Stores}/{store}", edit);
        var change = await broken.SendAsync("DELETE", $"{broken.Stores}/{store}", null, edit);
        Rename("Elsewhere", "AuditEntries");
        var after = await broken.GetAsync($"{broken.Stores}/{store}", edit);

        Assert.All(
            [look, change],
            a => Assert.StartsWith("503 10503 The storage could not be used. Nothing was done", a.Error, StringComparison.Ordinal)
        );
        Assert.Equal(store.Value, after.Id);
        connection.Dispose();
        await broken.DisposeAsync();

        void Rename(string table, string name)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"ALTER TABLE \"{table}\" RENAME TO \"{name}\"";
            command.ExecuteNonQuery();
        }
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), 500, 1500)]
    [InlineData(typeof(OperationCanceledException), 500, 1500)]
    [InlineData(typeof(BadHttpRequestException), 400, 1400)]
    public async Task An_exception_in_an_endpoint_is_reported_without_its_message(Type fault, int status, int code)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() }, TraceIdentifier = "the-request" };
        context.SetEndpoint(new Endpoint(_ => throw (Exception)Activator.CreateInstance(fault, Inside)!, null, null));

        await api
            .Host.Services.GetRequiredService<ProgramMiddleware>()
            .InvokeAsync(context, c => ValueTask.FromResult(ProgramCaller.ReadToken(c)), new EnvelopeWriter());

        context.Response.Body.Position = 0;
        var answer = (await JsonDocument.ParseAsync(context.Response.Body)).RootElement;
        Assert.Equal((status, code), (context.Response.StatusCode, answer.GetProperty("errors")[0].GetProperty("code").GetInt32()));
        Assert.DoesNotContain(Inside, answer.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(status == 500, answer.GetRawText().Contains("the-request", StringComparison.Ordinal));
    }
}
