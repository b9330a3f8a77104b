using System.CommandLine;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Faults;
using JanusCluster.Bench.Faults.Kills;
using JanusCluster.Bench.Faults.Plan;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>kills</c>.</summary>
internal static class KillsCommand
{
    private const string Images = "images", Chat = "chat", Drain = "drain";
    private const int Violated = 1, UsualPlaces = 4;
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
        var keep = new Option<bool>("--keep") { Description = "Keep each cluster's folder, with all histories and logs." };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each case, and nothing else, on standard output." };
        foreach (Option option in (Option[])[cases, images, every, repeats, keep, json])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            RunRedis.Require();
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            using RunFolder folder = RunFolder.CreateTemporary();
            string model = Path.Combine(folder.Root, "model");
            int count = arguments.GetValue(images);
            bool isWrong = false;
            foreach (string one in arguments.GetValue(cases)!)
            {
                int places = one == Drain ? DrainOfABusySilo.Places : UsualPlaces;
                await using TestBed bed = await NanoCluster.StartAsync(ShapeOf(one), places, model, cancellationToken);
                bed.Folder.IsKept = arguments.GetValue(keep);
                JsonObject result = one switch
                {
                    Images => await new ImagesUnderKills(count, TimeSpan.FromSeconds(arguments.GetValue(every))).MeasureAsync(bed, output, cancellationToken),
                    Chat => await new ChatUnderKills(arguments.GetValue(repeats)).MeasureAsync(bed, output, cancellationToken),
                    _ => await new DrainOfABusySilo(count).MeasureAsync(bed, output, cancellationToken),
                };
                output.Add(result);
                isWrong |= (int)result["violations"]! > 0;
                if (bed.Folder.IsKept)
                    output.Note($"  kept in {bed.Folder.Root}");
            }

            return isWrong ? Violated : 0;
        });
        return command;
    }

    private static ClusterShape ShapeOf(string one) => one switch
    {
        Images => new ClusterShape(3, 1, 1),
        Chat => new ClusterShape(3, 2, 0),
        _ => new ClusterShape(2, 1, 1),
    };
}
