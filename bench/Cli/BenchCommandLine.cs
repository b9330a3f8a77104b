using System.CommandLine;
using JanusCluster.Contracts;
using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Bench.Cli;

/// <summary>The benchmarks' command line.</summary>
internal static class BenchCommandLine
{
    private const int Failure = 1, Usage = 2;

    /// <summary>For a command that is interrupted, to end the processes that it has started.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(15);

    /// <summary>Runs on the caller's thread throughout: what is counted per thread stays in one place.</summary>
    /// <param name="results">Gets the numbers, as a table or with <c>--json</c> as a line a case.</param>
    /// <param name="notes">Gets the progress.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter results, TextWriter notes)
    {
        var root = new RootCommand("Measures JanusCluster against what the machine could do.")
        {
            Subcommands =
            {
                EngineCommand.Create(results, notes),
                ImagesCommand.Create(results, notes),
                StaggeredCommand.Create(results, notes),
                ChatCommand.Create(results, notes),
                LoaderCommand.Create(results, notes),
                NumericsCommand.Create(results, notes),
                ClusterCommand.Create(results, notes),
                FrontCommand.Create(results, notes),
                AutoscaleCommand.Create(results, notes),
                FaultsCommand.Create(results, notes),
                KillsCommand.Create(results, notes),
                NodeCommand.Create(),
            },
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
                notes.WriteLine(message);
            return Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = results,
                Error = notes,
                EnableDefaultExceptionHandler = false,
                // The processes of a fault run see to signals themselves, as silos and fronts do.
                ProcessTerminationTimeout = args is [NodeCommand.Name, ..] ? null : CleanUpTime,
            });
        }
        catch (Exception e) when (e is ArgumentException or CheckpointException or IOException or NotSupportedException or JanusException)
        {
            notes.WriteLine(e.Message);
            return Failure;
        }
        catch (OperationCanceledException)
        {
            notes.WriteLine("Stopped.");
            return Failure;
        }
    }
}
