using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Load;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Plan;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Bench.Faults;

/// <summary>A running cluster of processes with a client, and everything that is written down of it.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120), ReadLimit = TimeSpan.FromSeconds(30);

    private bool _isStopped;

    private TestBed(ClusterShape shape, NodeModel model, int seed, FaultBug bug)
    {
        Folder = RunFolder.CreateTemporary();
        History = new HistoryWriter(Folder.HistoryOf("driver"));
        Controls = new SharedControls(Folder.Controls);
        Cluster = new FaultCluster(Folder, shape, model, seed, bug, History);
    }

    public RunFolder Folder { get; }

    public HistoryWriter History { get; }

    public SharedControls Controls { get; }

    public FaultCluster Cluster { get; }

    public RunClient Client { get; private set; } = null!;

    public IGrainFactory Grains => Client.Grains;

    public ModelDescription Model { get; private set; } = null!;

    /// <summary>Returns when all silos are there and the model is loaded.</summary>
    public static async Task<TestBed> StartAsync(
        ClusterShape shape, NodeModel model, int seed, FaultBug bug, CancellationToken cancellationToken)
    {
        var bed = new TestBed(shape, model, seed, bug);
        try
        {
            await bed.Cluster.StartAsync(cancellationToken);
            bed.Client = await RunClient.ConnectAsync(bed.Cluster.Redis.Connection, bed.Cluster.Silos, StartLimit, cancellationToken);
            bed.Model = await bed.Client.DescribeModelAsync(cancellationToken);
            return bed;
        }
        catch
        {
            bed.Folder.IsKept = true;
            await bed.DisposeAsync();
            throw;
        }
    }

    public FinalStateReader Reader(CancellationToken cancellationToken) =>
        new(Grains, Client.Results, Folder.Blobs, new Insistence(ReadLimit, cancellationToken));

    /// <summary>All that has happened, when the processes are gone or quiet.</summary>
    public IReadOnlyList<HistoryEvent> ReadHistory() => HistoryReader.Read(Folder.History);

    /// <summary>Tells of what went wrong, if anything did; then the folder stays.</summary>
    public void Tell(IReadOnlyList<Violation> violations, BenchOutput output)
    {
        foreach (Violation violation in violations)
            output.Note($"  {violation}");
        Folder.IsKept |= violations.Count > 0;
    }

    /// <summary>Kills all processes; the folder stays for <see cref="ReadHistory"/> until the bed is disposed of.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        if (Client is not null)
            await Client.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Controls.Dispose();
        History.Dispose();
        Folder.Dispose();
    }
}
