using System.Diagnostics;
using System.Net.Http.Headers;
using JanusCluster.Hosting.Processes;
using JanusCluster.Storage;

namespace JanusCluster.Bench.Front;

/// <summary>A front of a benchmark's cluster, as a process of its own: its memory is its own too.</summary>
internal sealed class FrontServer : IAsyncDisposable
{
    private const int MaxConnections = 2_000;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly string _keyFile;

    private FrontServer(Process process, string keyFile, HttpClient client)
    {
        _process = process;
        _keyFile = keyFile;
        Client = client;
    }

    /// <summary>Has the address and a key.</summary>
    public HttpClient Client { get; }

    /// <summary>Bytes of memory that the process holds.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <exception cref="IOException">It does not serve.</exception>
    public static async Task<FrontServer> StartAsync(string redis, BlobStoreOptions blobs, CancellationToken cancellationToken)
    {
        string keyFile = Path.GetTempFileName(), key = $"bench-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(keyFile, key, cancellationToken);
        int port = FreePorts.Find(1)[0];
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "JanusCluster.Client.dll"), "serve", $"--Front:RedisConnection={redis}", $"--Front:Blobs:Path={blobs.Path}",
                $"--Front:Http:Port={port}", $"--Front:Http:AdminKeyFile={keyFile}", "--Logging:LogLevel:Default=Warning",
            },
        };
        // As docs/operations.md has fronts run.
        start.Environment.TryAdd("MALLOC_ARENA_MAX", "1");
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = MaxConnections })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var server = new FrontServer(process, keyFile, client);
        try
        {
            await server.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_keyFile);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        while (!await ServesAsync(limit.Token))
        {
            if (_process.HasExited)
                throw new IOException("The front ended before it served.");
            await Task.Delay(Pause, limit.Token);
        }
    }

    private async Task<bool> ServesAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage models = await Client.GetAsync("/v1/models", cancellationToken);
            return models.IsSuccessStatusCode && (await models.Content.ReadAsStringAsync(cancellationToken)).Contains("\"id\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
