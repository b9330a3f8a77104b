using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Tests.Cli;

/// <summary>What a command line did.</summary>
internal sealed record CommandRun(int Code, string Results, string Notes)
{
    public static async Task<CommandRun> StartAsync(IClusterConnector cluster, Interruption interruption, string input, params string[] args)
    {
        using var results = new StringWriter();
        return await StartAsync(cluster, interruption, input, results, args);
    }

    public static async Task<CommandRun> StartAsync(
        IClusterConnector cluster, Interruption interruption, string input, StringWriter results, params string[] args)
    {
        using var notes = new StringWriter();
        var output = new CommandOutput(results, notes, new StringReader(input), false, false, false);
        int code = await JanusCommandLine.RunAsync(args, cluster, output, interruption, TimeProvider.System, scope => [ClusterCommand.Create(scope)]);
        return new CommandRun(code, results.ToString(), notes.ToString());
    }

    public static async Task<CommandRun> StartAsync(IClusterConnector cluster, params string[] args)
    {
        using var interruption = new Interruption(() => { });
        return await StartAsync(cluster, interruption, "", args);
    }
}
