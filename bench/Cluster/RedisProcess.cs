using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using JanusCluster.Hosting.Processes;
using StackExchange.Redis;

namespace JanusCluster.Bench.Cluster;

/// <summary>A redis-server of the benchmark's own, as one is run for a cluster: it appends to a file that is flushed each second.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly ConnectionMultiplexer _connection;

    private RedisProcess(Process process, ConnectionMultiplexer connection, string address)
    {
        _process = process;
        _connection = connection;
        Address = address;
    }

    public string Address { get; }

    /// <param name="folder">Of its append-only file.</param>
    /// <exception cref="IOException">There is no redis-server, or it does not answer; the message says what to do.</exception>
    public static async Task<RedisProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        int port = FreePorts.Find(1)[0];
        Process process = Start(folder, port);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        try
        {
            while (true)
            {
                try
                {
                    string address = $"127.0.0.1:{port}";
                    return new RedisProcess(process, await ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true"), address);
                }
                catch (RedisException) when (!process.HasExited)
                {
                    await Task.Delay(Pause, limit.Token);
                }
            }
        }
        catch (Exception e)
        {
            await EndAsync(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("redis-server was started and does not answer.", e);
        }
    }

    /// <summary>What it has been sent and has written since it began.</summary>
    public async Task<RedisTraffic> MeasureAsync()
    {
        Dictionary<string, string> info = (await _connection.GetServers()[0].InfoAsync())
            .SelectMany(section => section).DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return new RedisTraffic(
            Number("total_net_input_bytes"), Number("aof_current_size"), Number("total_commands_processed"),
            TimeSpan.FromSeconds(Number("used_cpu_user") + Number("used_cpu_sys")));

        double Number(string field) => double.Parse(info[field], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await EndAsync(_process);
    }

    private static Process Start(string folder, int port)
    {
        var start = new ProcessStartInfo("redis-server")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
                // Rewriting would hide what was written.
                "--auto-aof-rewrite-percentage", "0",
            },
        };
        try
        {
            Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new IOException("The cluster benchmark needs redis-server. Install it, for example with: apt-get install redis-server", e);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
