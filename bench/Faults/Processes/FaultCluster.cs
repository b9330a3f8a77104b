using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Plan;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>The processes of one run: a Redis, silos and fronts. Whoever ends without having been told to is started again.</summary>
internal sealed class FaultCluster : IAsyncDisposable
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200), BeforeRestart = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    public FaultCluster(RunFolder folder, ClusterShape shape, NodeModel model, int seed, FaultBug bug, HistoryWriter history)
    {
        Redis = new RunRedis(folder.Redis, folder.LogOf("redis"));
        var template = new NodeSettings("", NodeRole.Model, folder.Root, Redis.Connection, 0, 0, seed, bug, model);
        Nodes =
        [
            .. Enumerable.Range(0, shape.Controls).Select(index => new ClusterNode(NodeRole.Control, index, template, folder, history)),
            .. Enumerable.Range(0, shape.Models).Select(index => new ClusterNode(NodeRole.Model, index, template, folder, history)),
            .. Enumerable.Range(0, shape.Fronts).Select(index => new ClusterNode(NodeRole.Front, index, template, folder, history)),
        ];
    }

    public RunRedis Redis { get; }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    public int Silos => Nodes.Count(node => node.Role != NodeRole.Front);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Redis.StartAsync(cancellationToken);
        foreach (ClusterNode node in Nodes)
            await node.StartAsync();
        _watching = WatchAsync();
    }

    public ClusterNode Node(NodeRole role, int index) => Nodes.Single(node => node.Role == role && node.Index == index);

    /// <returns>Null when no silo has this port now.</returns>
    public ClusterNode? NodeAt(int siloPort) =>
        Nodes.FirstOrDefault(node => node.Role != NodeRole.Front && node.SiloPort == siloPort);

    /// <param name="key">A silo's address, as grains are keyed by it.</param>
    public ClusterNode? NodeAt(string key) => NodeAt(SiloAddress.FromParsableString(key).Endpoint.Port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Whatever went wrong there: no process stays behind.
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (ClusterNode node in Nodes)
            await node.DisposeAsync();
        await Redis.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(Watch, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
                return;
            foreach (ClusterNode node in Nodes.Where(node => node.HasExited))
            {
                using IDisposable? use = node.TryUse();
                // A fault may have seen to it meanwhile.
                if (use is not null && node.HasExited)
                {
                    await node.WaitForExitAsync(Watch, CancellationToken.None);
                    await Task.Delay(BeforeRestart);
                    await node.StartAsync();
                }
            }
        }
    }
}
