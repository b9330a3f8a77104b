using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>One process of a run: a silo or a front as it is shipped, with layers that watch and disturb it.</summary>
internal static class NodeProcess
{
    private const int Orphaned = 3;

    /// <param name="parent">Ends when the run's own process does, however it ends.</param>
    public static async Task RunAsync(NodeSettings settings, Stream parent, CancellationToken cancellationToken)
    {
        _ = Task.Run(() => EndWithAsync(parent), CancellationToken.None);
        var folder = new RunFolder(settings.Folder);
        using var history = new HistoryWriter(folder.HistoryOf(settings.Process));
        using var controls = new SharedControls(folder.Controls);
        using var counter = new CodeCounter(folder.CodesOf(settings.Process));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(JanusCluster), LogLevel.Information)
            .AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ");
        if (settings.Role == NodeRole.Front)
            FrontNode.Add(builder, settings, folder, history, controls);
        else
            SiloNode.Add(builder, settings, folder, history, controls, counter);
        await builder.Build().RunAsync(cancellationToken);
    }

    private static async Task EndWithAsync(Stream parent)
    {
        byte[] nothing = new byte[1];
        while (await parent.ReadAsync(nothing) > 0)
        {
        }

        Environment.Exit(Orphaned);
    }
}
