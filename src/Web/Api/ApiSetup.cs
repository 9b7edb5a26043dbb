using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api.Workers;

namespace SecretsDashboard.Web.Api;

/// <summary>Everything that programs may ask for.</summary>
internal static class ApiSetup
{
    /// <summary>Adds what stands before the endpoints.</summary>
    /// <exception cref="Vault.StartupException">A limit makes no sense.</exception>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ApiLimits.From(builder.Configuration));
        builder.Services.AddSingleton<ApiTurnstile>();
        builder.Services.AddSingleton<StorageLog>();
        builder.Services.AddSingleton<ApiFront>();
    }

    /// <summary>Maps the API below <see cref="ApiFront.Path"/>. Towards ASP.NET its endpoints are open: the gate judges the token of each request.</summary>
    public static void MapApi(this WebApplication app)
    {
        var vault = app.Services.GetRequiredService<OpenVault>();
        var desk = new ApiDesk(vault.Gate, vault.AccountId);
        var root = app.MapGroup(ApiFront.Path).AllowAnonymous();
        var account = app.MapGroup(ApiFront.Path + "/accounts/{account_id}").AllowAnonymous();
        new CallerApi(vault.Gate, vault.AccountId).Map(root, account);
        new UserTokensApi(desk).Map(root);
        new TokensApi(desk).Map(account);
        new MembersApi(desk).Map(account);
        new RolesApi(desk).Map(account);
        new StoresApi(desk).Map(account);
        new SecretsApi(desk).Map(account);
        new ServicesApi(desk).Map(account);
        new BindingsApi(desk).Map(account);
        new CredentialsApi(desk).Map(account);
        new WorkersApi(desk).Map(account);
        new WorkerUploadApi(desk, vault.Limits).Map(account);
        new ProviderConfigsApi(desk).Map(account);
        new WorkloadIdentitiesApi(desk).Map(account);
    }

    /// <summary>Maps an endpoint. HEAD is answered where GET is.</summary>
    /// <remarks>The document of the API holds only endpoints that name the method behind them.</remarks>
    public static void MapDoor(this IEndpointRouteBuilder routes, string method, string path, ApiDoor door, RequestDelegate handle) =>
        routes.MapMethods(path, method == "GET" ? ["GET", "HEAD"] : [method], handle).WithName(door.Name).WithSummary(door.Summary).WithMetadata(door, handle.Method);
}
