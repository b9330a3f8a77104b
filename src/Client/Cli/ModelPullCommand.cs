using System.CommandLine;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Pull;

namespace JanusCluster.Client.Cli;

/// <summary><c>model pull REPO</c>: fetches a checkpoint from a hub. Needs no cluster and no tensor library, so that every front has it.</summary>
internal static class ModelPullCommand
{
    private const int MaxParallel = 32;
    private const string DefaultRevision = "main";

    /// <param name="environment">Reads a variable. Default: of this process.</param>
    public static Command Create(CommandScope scope, HubPatience? patience = null, Func<string, string?>? environment = null)
    {
        Func<string, string?> variables = environment ?? Environment.GetEnvironmentVariable;
        var repository = new Argument<string>("REPO") { Description = "The model's repository, for example deepseek-ai/Janus-Pro-1B." };
        var revision = new Option<string>("--revision") { HelpName = "NAME", Description = "A branch, a tag or a commit.", DefaultValueFactory = _ => DefaultRevision };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "A new or empty folder. Default: the last part of the repository's name." };
        var hub = new Option<string?>("--hub") { HelpName = "URL", Description = $"The hub's address. Default: {HubAddress.Variable} in the environment, or {HubAddress.Default}." };
        var tokenFile = new Option<string?>("--token-file") { HelpName = "FILE", Description = $"File that holds a token, for gated and private models. Default: {HubToken.Variable} in the environment, or none." };
        var parallel = new Option<int>("--parallel") { HelpName = "N", Description = $"Files at a time, 1 to {MaxParallel}.", DefaultValueFactory = _ => 4 };
        var verify = new Option<bool>("--verify") { Description = "Hash a checkpoint that is there already, too." };
        var command = new Command("pull", "Fetch a checkpoint from a Hugging Face hub. The folder is there when all of it is fetched and checked; until then the same command goes on where it stopped.")
        {
            repository, revision, outFolder, hub, tokenFile, parallel, verify,
        };
        scope.SetAction(command, async (arguments, cancellationToken) =>
        {
            var model = ModelRepository.Parse(arguments.GetValue(repository)!);
            var address = arguments.GetValue(hub) is { } given
                ? HubAddress.Parse(given, hub.Name)
                : HubAddress.Parse(variables(HubAddress.Variable) is { Length: > 0 } known ? known : HubAddress.Default, HubAddress.Variable);
            string? token = await HubToken.FindAsync(arguments.GetValue(tokenFile), variables, cancellationToken);
            if (token is not null && address.IsInTheClear)
                throw new UserMistakeException($"A token is not sent to {address} by http, where everybody on the way reads it. Use https, or no token.");
            if (arguments.GetValue(parallel) is < 1 or > MaxParallel)
                throw new UserMistakeException($"{parallel.Name} is 1 to {MaxParallel}.");
            var request = new PullRequest(
                address, token, model, RevisionName.Check(arguments.GetValue(revision)!), arguments.GetValue(outFolder) ?? model.Name,
                arguments.GetValue(parallel), arguments.GetValue(verify));
            return await RunAsync(scope, request, patience ?? new HubPatience(), scope.IsVerbose(arguments), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, PullRequest request, HubPatience patience, bool verbose, CancellationToken cancellationToken)
    {
        try
        {
            PullResult result = await PullProgress.ShowAsync(
                scope.Output, scope.Time, view => new ModelPull(request, patience, view, scope.Time).RunAsync(cancellationToken));
            Report(scope.Output, result, verbose);
            return ExitCode.Success;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            scope.Output.Note("Stopped. What has come is kept; run the same command again to go on.");
            return ExitCode.Interrupted;
        }
        catch (PullException)
        {
            if (Directory.Exists(PullTarget.Of(request.Folder).PartialPath))
                scope.Output.Note("What has come is kept; the same command goes on with it.");
            throw;
        }
    }

    private static void Report(CommandOutput output, PullResult result, bool verbose)
    {
        PullRecord record = result.Record;
        if (result.LeftOut.Count > 0)
        {
            output.Note(verbose
                ? $"Left out, as no part of a checkpoint: {string.Join(", ", result.LeftOut)}."
                : $"{result.LeftOut.Count} files of the repository are no part of a checkpoint, and were left out (--verbose names them).");
        }

        output.Note($"{record.Repository} at {record.Commit}: {record.Files.Count} files, {ByteCount.Describe(record.Bytes)}{(result.WasThere ? ", already there" : "")}.");
        output.Result(result.Folder);
    }
}
