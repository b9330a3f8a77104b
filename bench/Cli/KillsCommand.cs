using System.CommandLine;
using JanusCluster.Bench.Faults.Kills;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>kills</c>.</summary>
internal static class KillsCommand
{
    private const string Images = "images", Chat = "chat", Drain = "drain";
    private static readonly string[] All = [Images, Chat, Drain];

    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("kills", "Processes with the real engine and a nano model: kills under a job, kills in mid-chat, a drain.");
        var cases = new Option<string[]>("--case")
        {
            Description = $"What to do: {string.Join(", ", All)}. Default: all of it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => All,
        };
        cases.AcceptOnlyFromAmong(All);
        var images = new Option<int>("--images") { Description = "Images of the job.", DefaultValueFactory = _ => 200 };
        var every = new Option<double>("--every") { Description = "Seconds between kills.", DefaultValueFactory = _ => 4 };
        var repeats = new Option<int>("--repeats") { Description = "Answers with a kill of each kind.", DefaultValueFactory = _ => 3 };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each case, and nothing else, on standard output." };
        foreach (Option option in (Option[])[cases, images, every, repeats, json])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            RunRedis.Require();
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            using RunFolder folder = RunFolder.CreateTemporary();
            string model = Path.Combine(folder.Root, "model");
            int count = arguments.GetValue(images);
            foreach (string one in arguments.GetValue(cases)!)
            {
                output.Add(one switch
                {
                    Images => await new ImagesUnderKills(count, TimeSpan.FromSeconds(arguments.GetValue(every))).MeasureAsync(model, output, cancellationToken),
                    Chat => await new ChatUnderKills(arguments.GetValue(repeats)).MeasureAsync(model, output, cancellationToken),
                    _ => await new DrainOfABusySilo(count).MeasureAsync(model, output, cancellationToken),
                });
            }

            return 0;
        });
        return command;
    }
}
