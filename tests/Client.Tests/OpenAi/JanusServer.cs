using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(JanusCluster.Client.Tests.OpenAi.JanusServer))]

namespace JanusCluster.Client.Tests.OpenAi;

/// <summary><c>janus up</c> as a process of its own, started when the first test asks for it and shared by all.</summary>
public sealed partial class JanusServer : IAsyncDisposable
{
    /// <summary>Of the managed heap, as in a small container: whatever it is sent, it must do with that.</summary>
    public const long HeapBytes = 768L << 20;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("janus-api-").FullName;
    private readonly StringBuilder _output = new();
    private readonly Lazy<Task<(Uri Address, string Key)>> _started;
    private Process? _process;

    public JanusServer() => _started = new(StartAsync);

    /// <summary>The built program.</summary>
    public static string Program { get; } = AppContext.BaseDirectory.Replace(
        Path.Combine("tests", "Client.Tests"), Path.Combine("src", "Standalone"), StringComparison.Ordinal) + "JanusCluster.Standalone.dll";

    /// <summary>Where it listens, without a path, and the key that it has printed.</summary>
    public Task<(Uri Address, string Key)> GetAsync() => _started.Value;

    /// <summary>It may send events to this port of the machine.</summary>
    public int WebhookPort { get; } = FreePort();

    /// <summary>Number of the process, for its memory and its end.</summary>
    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>A client with the key.</summary>
    public async Task<HttpClient> CreateClientAsync()
    {
        (Uri address, string key) = await GetAsync();
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(Uri, string)> StartAsync()
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Program, "up", "--port", "0", "--data", "data", "--webhook-hosts", $"http://127.0.0.1:{WebhookPort}"])
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.StartInfo.Environment["DOTNET_GCHeapHardLimit"] = $"{HeapBytes:X}";
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!limit.IsCancellationRequested && !_process.HasExited)
        {
            if (Served().Match(Said()) is { Success: true } served)
                return (new Uri(served.Groups[1].Value), served.Groups[2].Value);
            await Task.Delay(50, CancellationToken.None);
        }

        throw new InvalidOperationException($"It does not serve. It said:\n{Said()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Add(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private string Said()
    {
        lock (_output)
            return _output.ToString();
    }

    [GeneratedRegex(@"is served at (\S+)\s+key: (\S+)")]
    private static partial Regex Served();
}
