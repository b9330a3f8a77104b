using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;

namespace JanusCluster.Bench.Cli;

/// <summary><c>chat</c>.</summary>
internal static class ChatCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("chat", "Chat about an image: its turns, and its pace beside a bulk job.");
        var common = new CommonOptions(command);
        var rows = new Option<int>("--rows") { Description = "Rows of the engine; the bulk job fills them.", DefaultValueFactory = _ => 32 };
        var chats = new Option<int>("--chats") { Description = "Turns of which the percentiles are taken.", DefaultValueFactory = _ => 6 };
        var tokens = new Option<int>("--tokens") { Description = "Tokens of an answer.", DefaultValueFactory = _ => 16 };
        var codes = new Option<int>("--codes") { Description = "Codes of an image of the bulk job; 0 for the preset's.", DefaultValueFactory = _ => 0 };
        Option<int[]> targets = NumberList.Option("--target-ms", "Step-time targets, a case each behind the one without.");
        foreach (Option option in (Option[])[rows, chats, tokens, codes, targets])
            command.Add(option);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            using BenchModel model = common.Model(arguments, output);
            int bulk = arguments.GetValue(codes) is var asked and > 0 ? asked : model.Preset.Config.Vq.CodesPerImage;
            foreach (TimeSpan? target in (TimeSpan?[])[null, .. arguments.GetValue(targets)!.Select(milliseconds => (TimeSpan?)TimeSpan.FromMilliseconds(milliseconds))])
            {
                var one = new ChatCase(
                    arguments.GetValue(rows), arguments.GetValue(chats), arguments.GetValue(tokens), bulk, common.Rounds(arguments), target);
                output.Add(one.Measure(model, output));
            }

            return 0;
        });
        return command;
    }
}
