using System.Security.Cryptography;
using Garnet;
using JanusCluster.Contracts;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Garnet, a server of the Redis protocol, inside this process. What it acknowledges is on disk.</summary>
internal sealed class LocalRedis : IAsyncDisposable
{
    private readonly GarnetServer _server;

    private LocalRedis(GarnetServer server, int port, string password)
    {
        _server = server;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    public string ConnectionString { get; }

    /// <exception cref="JanusException">It does not start, for example since its files are damaged.</exception>
    public static LocalRedis Start(string folder, int port, ILoggerFactory loggers)
    {
        // Loopback is open to every user of the machine: the database answers to this process alone.
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        string[] arguments =
        [
            "--auth", "Password", "--password", password,
            "--port", port.ToString(), "--bind", "127.0.0.1", "-q",
            "--memory", "64m", "--index", "1m", "--page", "1m",
            // A command is acknowledged when the log of it is written. The device type does without libaio.
            "--aof", "--aof-commit-wait", "--aof-memory", "16m", "--aof-page-size", "4m", "--device-type", "RandomAccess",
            // A full log makes a checkpoint and begins anew, so neither it nor the time of a start grows without end.
            "--aof-size-limit", "64m", "--aof-segment-size", "16m", "--segment", "64m",
            // What outgrows the memory goes to disk; without the tier it is dropped in silence.
            "--storage-tier", "--logdir", folder, "--checkpointdir", folder,
            // Without the mode, scripts of two connections run into each other: what they check no longer holds when they write.
            "--recover", "--fail-on-recovery-error", "--lua", "--lua-transaction-mode",
        ];
        try
        {
            var server = new GarnetServer(arguments, loggers);
            server.Start();
            return new LocalRedis(server, port, password);
        }
        catch (Exception e)
        {
            throw new JanusException($"The database in {folder} could not be started: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
