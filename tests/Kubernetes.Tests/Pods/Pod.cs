using System.Diagnostics;
using System.Net;
using System.Text;

namespace JanusCluster.Kubernetes.Tests.Pods;

/// <summary>One container as a process.</summary>
internal sealed class Pod : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromMinutes(3), StopTime = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(100);

    private readonly StringBuilder _output = new();
    private readonly ProcessStartInfo _start;
    private readonly Process _process;

    public Pod(string name, string address, IReadOnlyDictionary<string, string> environment, string folder, IReadOnlyList<string> command)
    {
        (Name, Address) = (name, address);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What an image has by itself, and what the manifest says; nothing of this machine's.
        string? root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = folder;
        if (root is not null)
            start.Environment["DOTNET_ROOT"] = root;
        foreach ((string variable, string value) in environment)
            start.Environment[variable] = value;
        _start = start;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public string Address { get; }

    public string Said
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>As a readiness probe looks.</summary>
    public async Task WaitUntilReadyAsync(int port)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(ReadyTime);
        while (!limit.IsCancellationRequested && !_process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{Address}:{port}/health/ready"), limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        Assert.Fail($"{Name} did not become ready:\n{Said}");
    }

    /// <summary>The health check of the image.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> CheckHealthAsync()
    {
        var start = new ProcessStartInfo(_start.FileName, ["health"]) { WorkingDirectory = _start.WorkingDirectory, RedirectStandardError = true };
        start.Environment.Clear();
        foreach ((string variable, string? value) in _start.Environment)
            start.Environment[variable] = value;
        using Process check = Process.Start(start)!;
        await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync().WaitAsync(StopTime);
        return check.ExitCode;
    }

    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, as when its pod is deleted.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(StopTime);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(StopTime);
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
