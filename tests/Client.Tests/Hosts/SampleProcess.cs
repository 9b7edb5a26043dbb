using System.Diagnostics;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>The sample service, running as a process of its own.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly OutputLog _log;
    private readonly HttpClient _client = new();

    private SampleProcess(Process process, OutputLog log) => (_process, _log) = (process, log);

    public string Log => _log.ToString();

    public bool HasEnded => _process.HasExited;

    public static async Task<SampleProcess> StartAsync(Uri dashboard, params (string Setting, string Value)[] settings)
    {
        var sample = Launch(dashboard, settings);
        using var timeout = new CancellationTokenSource(MaxWait);
        var listening = sample._log.LineAsync(@"now listening on:\s*(\S+)", timeout.Token);
        await Task.WhenAny(listening, sample._process.WaitForExitAsync(timeout.Token));
        Assert.True(listening.IsCompletedSuccessfully, sample.Log);
        sample._client.BaseAddress = new Uri((await listening).Groups[1].Value);
        return sample;
    }

    /// <summary>Starts one that is to fail, and waits for its end.</summary>
    public static async Task<string> FailAsync(Uri dashboard, params (string Setting, string Value)[] settings)
    {
        await using var sample = Launch(dashboard, settings);
        using var timeout = new CancellationTokenSource(MaxWait);
        await sample._process.WaitForExitAsync(timeout.Token);
        sample._process.WaitForExit();
        Assert.NotEqual(0, sample._process.ExitCode);
        return sample.Log;
    }

    public async Task<string> GetAsync(string path) => await (await _client.GetAsync(path)).Content.ReadAsStringAsync();

    /// <summary>Polls until the condition is true: the change comes from another process.</summary>
    public async Task<string> UntilAsync(string path, Func<string, bool> condition)
    {
        var (since, answer) = (Stopwatch.GetTimestamp(), "");
        while (Stopwatch.GetElapsedTime(since) < MaxWait)
        {
            if (condition(answer = await GetAsync(path)))
            {
                return answer;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new Xunit.Sdk.XunitException($"{path} stayed '{answer}'.\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _client.Dispose();
    }

    private static SampleProcess Launch(Uri dashboard, (string Setting, string Value)[] settings)
    {
        var program = Repository
            .Program.Replace(Path.Combine("src", "Web"), Path.Combine("tests", "SampleService"), StringComparison.Ordinal)
            .Replace("SecretsDashboard.Web.dll", "SampleService.dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SecretsDashboard__Address"] = dashboard.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Trace"; // Whatever is logged at all must hold no value and no credential.
        foreach (var (setting, value) in settings)
        {
            start.Environment[$"SecretsDashboard__{setting}"] = value;
        }
        var log = new OutputLog(Path.Combine(Repository.Artifacts("logs"), $"sample-{Guid.NewGuid():N}.log"));
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => log.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new SampleProcess(process, log);
    }
}
