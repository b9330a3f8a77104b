using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Processes;
using JanusCluster.Standalone.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Starts what runs on a data folder, in order; when a step fails, what was started ends again.</summary>
internal static class StandaloneSession
{
    /// <param name="data">The session's from here on.</param>
    /// <param name="build">Makes the host.</param>
    public static async Task<HostedSession> StartAsync(
        DataFolder data, ILoggerProvider[] logs, Func<StandaloneSilo, Task<IHost>> build, CancellationToken cancellationToken)
    {
        List<IAsyncDisposable> parts = [data];
        try
        {
            int[] ports = FreePorts.Find(3);
            ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddLogs(logs));
            LocalRedis redis = LocalRedis.Start(data.Redis, ports[0], loggers);
            parts.Insert(0, redis);
            IHost host = await build(new StandaloneSilo(data, redis, ports[1], ports[2], logs));
            var session = new HostedSession(host, parts);
            // From here on the session ends what it holds.
            parts = [session];
            await EarlierSilos.ForgetAsync(host, StandaloneSilo.ClusterId);
            await host.StartAsync(cancellationToken);
            return session;
        }
        catch
        {
            foreach (IAsyncDisposable part in parts)
                await part.DisposeAsync();
            throw;
        }
    }
}
