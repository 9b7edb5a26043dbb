using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api.Workers;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Api;

/// <summary>All endpoints of the API.</summary>
internal static class ApiSetup
{
    public const string Path = "/client/v4";

    /// <summary>Adds the middleware before the endpoints.</summary>
    /// <exception cref="Vault.StartupException">A limit is invalid.</exception>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ApiLimits.From(builder.Configuration));
        builder.Services.AddSingleton<ApiRateLimiter>();
        builder.Services.AddSingleton<StorageFaultLog>();
        builder.Services.AddSingleton<ProgramMiddleware>();
    }

    /// <summary>Maps the API below <see cref="Path"/>. ASP.NET allows anonymous access to its endpoints: the
    /// gate checks the token of each request.</summary>
    public static void MapApi(this WebApplication app)
    {
        var vault = app.Services.GetRequiredService<OpenVault>();
        var responder = new ApiResponder(vault.Gate, vault.AccountId);
        var root = app.MapGroup(Path).AllowAnonymous();
        var account = app.MapGroup(Path + "/accounts/{account_id}").AllowAnonymous();
        new CallerApi(vault.Gate, vault.AccountId).Map(root, account);
        new UserTokensApi(responder).Map(root);
        new TokensApi(responder).Map(account);
        new MembersApi(responder).Map(account);
        new RolesApi(responder).Map(account);
        new StoresApi(responder).Map(account);
        new SecretsApi(responder).Map(account);
        new ServicesApi(responder).Map(account);
        new BindingsApi(responder).Map(account);
        new CredentialsApi(responder).Map(account);
        new WorkersApi(responder).Map(account);
        new WorkerUploadApi(responder, vault.Limits).Map(account);
        new ProviderConfigsApi(responder).Map(account);
        new WorkloadIdentitiesApi(responder).Map(account);
    }

    public static void UseApi(this WebApplication app) =>
        app.UsePrograms(Path, context => ValueTask.FromResult(ProgramCaller.ReadToken(context)), new EnvelopeWriter());

    /// <summary>Maps an endpoint. Every GET endpoint also accepts HEAD.</summary>
    /// <remarks>The API document contains only endpoints that name the method behind them.</remarks>
    public static void MapApiEndpoint(
        this IEndpointRouteBuilder routes,
        string method,
        string path,
        ApiEndpointInfo endpoint,
        RequestDelegate handle
    ) =>
        routes
            .MapMethods(path, method == "GET" ? ["GET", "HEAD"] : [method], handle)
            .WithName(endpoint.Name)
            .WithSummary(endpoint.Summary)
            .WithMetadata(endpoint, handle.Method);
}
