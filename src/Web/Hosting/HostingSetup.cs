using System.IO.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Anonymous;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>How the program is reached: addresses, proxies, limits, compression, headers.
/// What it serves is <see cref="DashboardSetup"/>'s matter.</summary>
internal static class HostingSetup
{
    /// <summary>Whether browsers are told to use HTTPS for all names below this host's, too.</summary>
    private const string SubDomains = "Hsts:IncludeSubDomains";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        PlainHttp.RefuseOutsideLoopback(builder.Configuration);
        _ = BasePath.FromSetting(builder.Configuration); // A path that makes no sense stops the program before it answers anybody.
        // `dotnet run` is Production unless told otherwise, and would then not find the packages' assets.
        builder.WebHost.UseStaticWebAssets();
        ServeCompressedAssets(builder);
        builder.WebHost.ConfigureKestrel(LimitRequests);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ClearedMemoryPoolFactory>();
        builder.Services.Configure<FormOptions>(LimitForms);
        builder.Services.AddTrustedProxies(builder.Configuration);
        builder.Services.AddSingleton<UntrustedForwarding>();
        builder.Services.AddResponseCompression(CompressHtml);
        builder.Services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        builder.Services.AddExceptionHandler<FaultLog>();
        var includeSubDomains = IncludesSubDomains(builder.Configuration);
        builder.Services.AddHsts(o => (o.MaxAge, o.IncludeSubDomains) = (TimeSpan.FromDays(365), includeSubDomains));
        // ASP.NET would apply the setting to everything, and before it knows the host that a proxy names.
        builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<AllowedHosts>();
        builder.Services.AddHostedService<PlainHttpWatch>();
    }

    /// <summary>The order matters: the headers that every answer carries first, then the sub-path
    /// and the client's address, then programs and services, who get none of
    /// what is for pages, then errors, then the pages.</summary>
    public static void UseHosting(this WebApplication app)
    {
        var untrusted = app.Services.GetRequiredService<UntrustedForwarding>();
        app.Use(
            (context, next) =>
            {
                untrusted.Count(context);
                return next(context);
            }
        );
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<BasePath>();
        app.UseForwardedHeaders();
        app.UseMiddleware<BaseUrlSlashes>();
        app.UseRouting(); // By default it would come first, and know neither the sub-path nor the path in its final form.
        app.MapWhen(
            ApiAddress.IsOfApi,
            api =>
            {
                if (!app.Environment.IsDevelopment())
                {
                    api.UseHsts();
                }
                api.Run(app.Services.GetRequiredService<ApiMiddleware>().InvokeAsync);
            }
        );
        app.UseRuntime();
        app.UseGateway();
        app.UseWrongAddress();
        app.UseMiddleware<AllowedHostsCheck>();
        app.UseResponseCompression();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                SuppressDiagnosticsCallback = _ => true, // FaultLog has written it, with the request's id.
                StatusCodeSelector = fault =>
                    fault is StorageException
                        ? StatusCodes.Status503ServiceUnavailable
                        : FaultLog.StatusOfUnreadable(fault) ?? StatusCodes.Status500InternalServerError,
            }
        );
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }
        app.UseMiddleware<AnonymousRequestLimiter>();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(KeepStatusOfPosts);
    }

    /// <exception cref="StartupException">The setting is neither true nor false.</exception>
    private static bool IncludesSubDomains(IConfiguration configuration) =>
        configuration[SubDomains] is not { Length: > 0 } setting ? false
        : bool.TryParse(setting, out var includes) ? includes
        : throw new StartupException($"{SubDomains} must be true or false.");

    /// <summary>The page that says "not found" is for those who look. Sent on to it, a post
    /// that leads nowhere would end as a form without its token.</summary>
    private static Task KeepStatusOfPosts(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
        return next(context);
    }

    /// <summary>
    /// Outside development the files compressed at build time are served as they are. By default a build that was not published compresses
    /// any file whose time looks newer anew on each request, at a level that leaves MudBlazor's style sheet at 627 kB instead of 58.
    /// </summary>
    private static void ServeCompressedAssets(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        }
    }

    private static void LimitRequests(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // The default of 240 bytes a second would let one body of 8 MiB lie in memory for half a day.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 5_000;
    }

    private static void LimitForms(FormOptions forms)
    {
        forms.ValueCountLimit = 128;
        forms.ValueLengthLimit = 128 * 1024;
        forms.MultipartBodyLengthLimit = 1024 * 1024;
    }

    /// <summary>
    /// Pages are compressed over HTTPS too. That is safe here: a page holds no value, and its antiforgery token is encrypted afresh for
    /// every answer, so there is no constant secret whose bytes could be guessed from lengths.
    /// </summary>
    private static void CompressHtml(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    }
}
