using System.Diagnostics;
using System.Security.Cryptography;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using StackExchange.Redis;

namespace JanusCluster.Standalone.Cluster;

/// <summary>The system's redis-server on a folder. What it acknowledges outlives its own death, not the machine's last second.</summary>
internal static class RedisServer
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Its path; null where it is not installed.</summary>
    public static string? Program { get; } = ProgramPath.Find("redis-server");

    /// <param name="connection">How to reach it once it runs.</param>
    public static SupervisedProcess Create(string folder, int port, bool restarts, ClusterWatch watch, out string connection)
    {
        // Loopback is open to every user of the machine: the database answers to this cluster alone.
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        string address = connection = $"127.0.0.1:{port},password={password}";
        ProcessStartInfo start = ChildStart.Create(Program!, [WriteConfiguration(folder, port, password)], []);
        return new SupervisedProcess("redis", ClusterRole.Redis, port, start, _ => ShutDownAsync(address), restarts, watch);
    }

    /// <summary>Waits until it answers; it reads its log first.</summary>
    public static async Task WaitAsync(string connection, TimeProvider time, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(connection);
                await redis.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException e)
            {
                if (time.GetElapsedTime(started) > StartTime)
                    throw new JanusException(ErrorCode.Unavailable, $"redis-server does not answer: {e.Message.Split(". ")[0]}.");
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static string WriteConfiguration(string folder, int port, string password)
    {
        string path = Path.Combine(folder, "redis.conf");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(path);
        using var file = new StreamWriter(path, options);
        file.Write($"""
            port {port}
            bind 127.0.0.1
            requirepass {password}
            dir "{folder.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}"
            appendonly yes
            appendfsync everysec
            save ""
            maxmemory-policy noeviction

            """);
        return path;
    }

    private static async Task ShutDownAsync(string connection)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(connection);
        options.AllowAdmin = true;
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(options);
        redis.GetServers()[0].Shutdown(ShutdownMode.Default);
    }
}
