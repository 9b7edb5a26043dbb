using System.IO.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Anonymous;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Configures how the program is reached: addresses, proxies, limits, compression and headers.
/// <see cref="DashboardSetup"/> configures the pages.</summary>
internal static class HostingSetup
{
    /// <summary>Whether browsers must also use HTTPS for all names below this host's (<c>includeSubDomains</c>).</summary>
    private const string SubDomains = "Hsts:IncludeSubDomains";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        PlainHttp.RefuseOutsideLoopback(builder.Configuration);
        _ = BasePath.FromSetting(builder.Configuration); // An invalid path stops the program before it serves a request.
        // `dotnet run` uses the Production environment by default, in which the packages' static assets aren't found.
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
        // ASP.NET would apply the setting to every endpoint, and before the forwarded host name is known.
        builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<AllowedHosts>();
        builder.Services.AddHostedService<PlainHttpWatch>();
    }

    /// <summary>The order matters: first the headers of every response, then the sub-path and the client's address, then
    /// the endpoints for programs and services (which need none of the page middleware), then error handling, then the
    /// pages.</summary>
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
        app.UseRouting(); // By default routing would run first, before the sub-path and the final path are known.
        app.UseApi();
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
                SuppressDiagnosticsCallback = _ => true, // FaultLog has already logged it with the request id.
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

    /// <summary>The "not found" page is for navigation only. A POST to an unknown path, re-executed to that page, would
    /// fail the antiforgery check instead of returning 404.</summary>
    private static Task KeepStatusOfPosts(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
        return next(context);
    }

    /// <summary>Outside development the files compressed at build time are served unchanged. By default an unpublished
    /// build compresses files with a newer timestamp on each request, at a level that leaves MudBlazor's style sheet at 627
    /// kB instead of 58 kB.</summary>
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
        // The default of 240 bytes per second would let one body of 8 MiB occupy memory for half a day.
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

    /// <summary>Pages are compressed over HTTPS too. This is safe: a page contains no secret value, and its antiforgery
    /// token is encrypted anew for every response, so there is no constant secret that response lengths could reveal
    /// (BREACH).</summary>
    private static void CompressHtml(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    }
}
