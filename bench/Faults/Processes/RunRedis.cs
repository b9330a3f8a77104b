using System.ComponentModel;
using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using StackExchange.Redis;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>A redis-server with an append-only file, which can be stopped and started again on its data.</summary>
internal sealed class RunRedis(string folder, string logPath) : IAsyncDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30), StopTime = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(50);

    private readonly int _port = Ports.Next();
    private ChildProcess? _process;

    public string Connection => $"127.0.0.1:{_port}";

    /// <exception cref="IOException">There is no redis-server on this machine.</exception>
    public static void Require()
    {
        try
        {
            using Process version = Process.Start(new ProcessStartInfo(Program, "--version") { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception e)
        {
            throw new IOException("Fault runs need redis-server, which is not installed (Debian and Ubuntu: apt-get install redis-server).", e);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        _process = ChildProcess.Start("redis", logPath, isWatched: true, Program,
            "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "",
            "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        while (!await AnswersAsync())
            await Task.Delay(Pause, limit.Token);
    }

    /// <summary>Stops it in good order: what it has answered is in its file.</summary>
    public async Task StopAsync()
    {
        _process!.Send(ProcessSignal.Drain);
        if (!await _process.WaitForExitAsync(StopTime))
            throw new IOException($"redis-server did not stop within {StopTime.TotalSeconds:F0} s.");
        await _process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(Connection);
            // While it reads its file it refuses this.
            await redis.GetDatabase().StringGetAsync("bench:ready");
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
