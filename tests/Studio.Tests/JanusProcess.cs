using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace JanusCluster.Studio.Tests;

/// <summary>A command of <c>janus</c> that serves until it is told to stop, in a folder of its own.</summary>
internal sealed class JanusProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private JanusProcess(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Program, .. arguments])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach ((string name, string value) in environment)
            _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("janus-studio-").FullName;

    public string Said
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private static string Program { get; } = AppContext.BaseDirectory.Replace(
        Path.Combine("tests", "Studio.Tests"), Path.Combine("src", "Standalone"), StringComparison.Ordinal) + "JanusCluster.Standalone.dll";

    /// <returns>The process, and what it said once it was ready.</returns>
    public static async Task<(JanusProcess Process, Match Ready)> StartAsync(
        Regex ready, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = new JanusProcess(arguments, environment);
        return (process, await process.WaitAsync(ready));
    }

    public async Task<Match> WaitAsync(Regex said)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (!limit.IsCancellationRequested && !_process.HasExited)
        {
            if (said.Match(Said) is { Success: true } match)
                return match;
            await Task.Delay(50, CancellationToken.None);
        }

        throw new InvalidOperationException($"It never said {said}, but:\n{Said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Add(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
