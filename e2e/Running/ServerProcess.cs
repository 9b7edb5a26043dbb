using System.Diagnostics;

namespace SecretsDashboard.E2E.Running;

/// <summary>The real program on a data folder and a port of its own, as a user starts it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // For a process to start: on a slow machine beside other suites.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process? _process;
    private Uri? _address;

    public ServerProcess(string name, IReadOnlyDictionary<string, string>? settings = null)
    {
        _settings = settings ?? new Dictionary<string, string>();
        DataDirectory = Directory.CreateTempSubdirectory($"secrets-dashboard-{name}-").FullName;
        var log = Path.Combine(Repository.Artifacts("logs"), $"{name}.log");
        File.Delete(log);
        Log = new OutputLog(log);
    }

    /// <summary>The port is the system's choice at the first start, and stays the same from then on.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException("The server was not started.");

    public string DataDirectory { get; }

    public OutputLog Log { get; }

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server was not started.");

    public async Task StartAsync()
    {
        using var timeout = new CancellationTokenSource(MaxWait);
        var ready = Log.NextLineAsync(@"is ready at (\S+)", timeout.Token);
        _process = Launch(this, ["--urls", _address?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1:0"]);
        await Task.WhenAny(ready, _process.WaitForExitAsync(timeout.Token));
        if (!ready.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The server did not start. Its output:\n{Log}");
        }
        _address = new Uri((await ready).Groups[1].Value);
    }

    public async Task<string> SetupCodeAsync()
    {
        using var timeout = new CancellationTokenSource(MaxWait);
        return (await Log.LineAsync(@"setup code:\s*(\S+)", timeout.Token)).Groups[1].Value;
    }

    /// <summary>Ends the process as a power cut would: no handler of it runs (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Runs a console verb of the program on this server's data and answers with its exit code and output.</summary>
    public async Task<(int ExitCode, string Output)> ConsoleAsync(params string[] verb)
    {
        var output = new OutputLog(Path.Combine(Repository.Artifacts("logs"), "console-verbs.log"));
        using var console = Launch(this, verb, output);
        using var timeout = new CancellationTokenSource(MaxWait);
        await console.WaitForExitAsync(timeout.Token);
        return (console.ExitCode, output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static Process Launch(ServerProcess server, IEnumerable<string> arguments, OutputLog? log = null)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Data__Directory"] = server.DataDirectory;
        start.Environment["DOTNET_NOLOGO"] = "1";
        // A server lives for a few pages here: compiling its methods a second time would take half of its processor time.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        foreach (var (name, value) in server._settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => (log ?? server.Log).Add(line.Data);
        process.ErrorDataReceived += (_, line) => (log ?? server.Log).Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
