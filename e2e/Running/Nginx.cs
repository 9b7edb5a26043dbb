using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Running;

/// <summary>A real nginx in front of a server, with the README's example as it is written
/// there but for ports, files and what a test changes on purpose.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secrets-dashboard-nginx-").FullName;

    private Nginx(int port, string path) => Address = new Uri($"https://127.0.0.1:{port}{path}");

    /// <summary>Where browsers reach the dashboard, with a slash at its end.</summary>
    public Uri Address { get; }

    private string Configuration => Path.Combine(_folder, "nginx.conf");

    /// <param name="isBelowPath">Whether it is the example for a path of the host.</param>
    /// <param name="change">A change that a test makes to the example.</param>
    public static async Task<Nginx> StartAsync(ServerProcess server, bool isBelowPath, Func<string, string>? change = null)
    {
        var nginx = new Nginx(FreePort(), isBelowPath ? "/vault/" : "/");
        var example = Example(isBelowPath)
            .Replace("127.0.0.1:5080", server.Address.Authority, StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen {nginx.Address.Authority} ssl", StringComparison.Ordinal)
            .Replace("/etc/ssl/secrets.example.org", Path.Combine(nginx._folder, "certificate"), StringComparison.Ordinal);
        nginx.WriteCertificate();
        await File.WriteAllTextAsync(nginx.Configuration, nginx.Around(change?.Invoke(example) ?? example));
        await nginx.RunAsync();
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("-s", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static string Example(bool isBelowPath)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var codeBlocks = Regex
            .Matches(readme, "^```nginx\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(fence => fence.Groups[1].Value)
            .ToList();
        return isBelowPath
            ? Regex.Replace(
                codeBlocks[0],
                @"^    location / \{.*?^    \}\n",
                codeBlocks[1].Replace("$", "$$", StringComparison.Ordinal),
                RegexOptions.Multiline | RegexOptions.Singleline
            )
            : codeBlocks[0];
    }

    // Without this line, root's workers would run as another user, who may not read this folder.
    private string Around(string example) =>
        $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes 1;
            pid {{_folder}}/nginx.pid;
            error_log {{_folder}}/error.log;
            events { }
            http {
            access_log off;
            client_body_temp_path {{_folder}}/body;
            proxy_temp_path {{_folder}}/proxy;
            fastcgi_temp_path {{_folder}}/fastcgi;
            uwsgi_temp_path {{_folder}}/uwsgi;
            scgi_temp_path {{_folder}}/scgi;
            {{example}}
            }
            """;

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "certificate.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>It goes to the background by itself, and returns when it listens.</summary>
    private async Task RunAsync(params string[] arguments)
    {
        var program =
            new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx" }.FirstOrDefault(File.Exists) ?? "nginx";
        using var process =
            Process.Start(
                new ProcessStartInfo(program, ["-c", Configuration, "-e", Path.Combine(_folder, "start.log"), .. arguments])
                {
                    RedirectStandardError = true,
                }
            ) ?? throw new InvalidOperationException("nginx did not start.");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"nginx ended with {process.ExitCode}: {await File.ReadAllTextAsync(Path.Combine(_folder, "start.log"))}"
            );
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
