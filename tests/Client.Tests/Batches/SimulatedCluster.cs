using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Batches;

/// <summary>A cluster of processes: redis-server, a silo with a simulated model, and fronts that can be killed.</summary>
public sealed class SimulatedCluster : IAsyncDisposable
{
    private const string Key = "a-key-of-the-operator-for-tests";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("janus-batches-").FullName;
    private readonly StringBuilder _output = new();
    private readonly List<Process> _processes = [];
    private readonly int _redis = FreePort();

    /// <summary>Address and process of each front.</summary>
    public List<(HttpClient Client, Process Process)> Fronts { get; } = [];

    /// <param name="stepMilliseconds">Of the simulated engine; an image takes 64 steps.</param>
    public static async Task<SimulatedCluster> StartAsync(int fronts, double stepMilliseconds)
    {
        var cluster = new SimulatedCluster();
        await File.WriteAllTextAsync(Path.Combine(cluster._folder, "key"), Key);
        cluster.Run("redis-server", ["--port", $"{cluster._redis}", "--bind", "127.0.0.1", "--dir", cluster._folder, "--appendonly", "yes", "--save", ""], []);
        cluster.Run("dotnet", [PathOf("JanusCluster.Silo.dll")], new()
        {
            ["Silo__RedisConnection"] = $"127.0.0.1:{cluster._redis}",
            ["Silo__SiloPort"] = $"{FreePort()}",
            ["Silo__GatewayPort"] = $"{FreePort()}",
            ["Silo__Blobs__Path"] = cluster.Blobs,
            ["Silo__Simulated__CodesPerImage"] = "64",
            ["Silo__CheckpointCodes"] = "7",
            ["Silo__Simulated__StepMilliseconds"] = $"{stepMilliseconds}",
            ["Silo__Simulated__MaxImages"] = "32",
        });
        for (int i = 0; i < fronts; i++)
            cluster.AddFront();
        foreach ((HttpClient client, _) in cluster.Fronts)
            await cluster.WaitAsync(client);
        return cluster;
    }

    private string Blobs => Path.Combine(_folder, "blobs");

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes.AsEnumerable().Reverse())
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Fronts.ForEach(front => front.Client.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private void AddFront()
    {
        int port = FreePort();
        Process process = Run("dotnet", [PathOf("JanusCluster.Client.dll"), "serve"], new()
        {
            ["Front__RedisConnection"] = $"127.0.0.1:{_redis}",
            ["Front__Blobs__Path"] = Blobs,
            ["Front__Http__Port"] = $"{port}",
            ["Front__Http__AdminKeyFile"] = Path.Combine(_folder, "key"),
        });
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Fronts.Add((client, process));
    }

    /// <summary>Waits until the front knows the model.</summary>
    private async Task WaitAsync(HttpClient client)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                string models = await client.GetStringAsync("/v1/models", limit.Token);
                if (models.Contains("simulated", StringComparison.Ordinal))
                    return;
            }
            catch (HttpRequestException)
            {
            }
            catch (OperationCanceledException)
            {
                lock (_output)
                    throw new InvalidOperationException($"The cluster does not serve. It said:\n{_output.ToString(0, Math.Min(_output.Length, 10_000))}");
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }

    private Process Run(string program, string[] arguments, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in settings)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process;
    }

    private void Add(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    /// <summary>The programs lie beside the one that has all of them.</summary>
    private static string PathOf(string assembly) => Path.Combine(Path.GetDirectoryName(JanusServer.Program)!, assembly);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
