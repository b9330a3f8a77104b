using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Hosting;

/// <summary>A real redis-server of one test class, with its append-only file in a temporary folder.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("janus-redis-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    public string Connection => $"127.0.0.1:{_port}";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("redis-server")
        {
            ArgumentList = { "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _directory, "--appendonly", "yes", "--save", "" },
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(Connection);
                await redis.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    /// <summary>Ends the server; what it has is there again when it is started again.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
