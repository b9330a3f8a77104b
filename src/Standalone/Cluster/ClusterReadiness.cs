using System.Net.Sockets;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Silos;
using JanusCluster.Hosting.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Cluster;

/// <summary>Waits until all silos of a cluster are members and have their model, and its fronts listen.</summary>
internal sealed class ClusterReadiness(ClusterPlan plan, FrontSettings settings, ClusterWatch watch)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ends after some minutes in any case: a large model takes longer, and its silos may be looked at meanwhile.</summary>
    /// <param name="fronts">Addresses of the fronts.</param>
    public async Task WaitAsync(IReadOnlyList<Uri> fronts, CancellationToken cancellationToken)
    {
        watch.Note("Starting …");
        long started = watch.Time.GetTimestamp();
        await using IClusterSession session = await ConnectAsync(started, cancellationToken);
        while (true)
        {
            IReadOnlyList<SiloDescription> known = await AskAsync(session.Silos, cancellationToken);
            bool silosAreReady = known.Count(silo => silo.Model is not null) >= plan.Silos && known.Count >= plan.Silos + plan.Control;
            if (silosAreReady && await ListenAsync(fronts, cancellationToken))
                return;
            if (watch.Time.GetElapsedTime(started) > Patience)
            {
                watch.Note(silosAreReady
                    ? "Not all fronts listen yet. See their logs."
                    : $"Not all silos have joined and loaded their model yet; {plan.Silos + plan.Control - known.Count} are missing. See their logs.");
                return;
            }

            await Task.Delay(Pause, watch.Time, cancellationToken);
        }
    }

    private static async Task<bool> ListenAsync(IReadOnlyList<Uri> fronts, CancellationToken cancellationToken)
    {
        try
        {
            foreach (Uri front in fronts)
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(front.DnsSafeHost, front.Port, cancellationToken);
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<SiloDescription>> AskAsync(IClusterSilos silos, CancellationToken cancellationToken)
    {
        try
        {
            return await silos.DescribeAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task<IClusterSession> ConnectAsync(long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            HostApplicationBuilder builder = ServiceProcess.CreateBuilder([], FrontSettings.Section);
            builder.Logging.ClearProviders();
            try
            {
                return await RedisClusterConnector.ConnectAsync(builder, settings, null, delivers: false, cancellationToken);
            }
            catch (JanusException) when (watch.Time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, watch.Time, cancellationToken);
            }
        }
    }
}
