using System.CommandLine;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Cli;

/// <summary><c>bulk FILE --out DIR</c>: images for a file of prompts.</summary>
internal static class BulkCommand
{
    public static Command Create(CommandScope scope)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A .txt file with one prompt a line, or a .jsonl file with one object a line: "
                + "{custom_id, prompt, n, seed, guidance, temperature, top_k, top_p}; only prompt is needed.",
        };
        var outFolder = new Option<string>("--out") { HelpName = "DIR", Description = "Folder for the images.", Required = true };
        var command = new Command("bulk", "Make images for a file of prompts; run it again to go on after an interruption.") { file, outFolder };

        scope.SetClusterAction(
            command,
            needsModel: true,
            prepare: (arguments, cancellationToken) =>
                ImageRunMaker.CheckAsync(settings => ReadAsync(arguments.GetValue(file)!, arguments.GetValue(outFolder)!, settings, cancellationToken)),
            async (session, maker, cancellationToken) =>
                await new ImageRun(session, scope).RunAsync(await maker.ForAsync(session, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<ImageRunRequest> ReadAsync(string file, string folder, ImageSettings settings, CancellationToken cancellationToken)
    {
        RequestFile requests = await RequestFileReader.ReadAsync(file, settings, cancellationToken);
        return requests.Requests.Count + requests.Errors.Count > 0
            ? new ImageRunRequest("bulk", Path.GetFileName(file), requests.Requests, requests.Errors, folder, WorkClass.Bulk)
            : throw new UserMistakeException($"{file} holds no prompts.");
    }
}
