using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>front</c>.</summary>
internal static class FrontCommand
{
    private const string Chat = "chat", Enqueue = "enqueue", Memory = "memory";
    private static readonly string[] All = [Chat, Enqueue, Memory];

    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("front", "HTTP over loopback against a front of its own process, with engines that only take time. Takes seven minutes; needs redis-server.");
        var cases = new Option<string[]>("--case")
        {
            Description = $"What to measure: {string.Join(", ", All)}. Default: all of it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => All,
        };
        cases.AcceptOnlyFromAmong(All);
        var seconds = new Option<double?>("--seconds") { Description = "How long each case is measured. Default: 30; for memory 300." };
        var streams = new Option<int?>("--streams") { Description = "Answers that are streamed at a time. Default: 256 for chat, 500 for enqueue, 64 for memory." };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each case, and nothing else, on standard output." };
        foreach (Option option in (Option[])[cases, seconds, streams, json])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            double? time = arguments.GetValue(seconds);
            int? width = arguments.GetValue(streams);
            foreach (string one in arguments.GetValue(cases)!)
            {
                output.Add(await (one switch
                {
                    Chat => new FrontCase(one, width ?? 256, Submitters: 0, StepMilliseconds: 20, time ?? 30),
                    // Slow streams: they are there, and leave the machine to the submissions.
                    Enqueue => new FrontCase(one, width ?? 500, Submitters: 16, StepMilliseconds: 1000, time ?? 30),
                    _ => new FrontCase(one, width ?? 64, Submitters: 4, StepMilliseconds: 50, time ?? 300),
                }).MeasureAsync(output, cancellationToken));
            }

            return 0;
        });
        return command;
    }
}
