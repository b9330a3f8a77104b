using JanusCluster.Client.Export;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Cli;

/// <summary>What a command asks for.</summary>
/// <param name="Kind">Beginning of the job's id.</param>
/// <param name="Name">The job's label.</param>
/// <param name="Errors">Lines of the input that do not run.</param>
/// <param name="Folder">Where pictures go.</param>
/// <param name="Class">Whether somebody waits for them.</param>
/// <param name="IsPart">The command does more with the pictures: their sum is no result.</param>
internal sealed record ImageRunRequest(
    string Kind, string Name, IReadOnlyList<ImageRequest> Requests, IReadOnlyList<LineError> Errors, string Folder, WorkClass Class, bool IsPart = false);

/// <summary>From requests to pictures in a folder: submits, follows, exports, and sums up.</summary>
internal sealed class ImageRun(IClusterSession session, CommandScope scope)
{
    private const int MaxShownErrors = 5;
    private const int MaxShownFiles = 64;

    public async Task<int> RunAsync(ImageRunRequest request, CancellationToken cancellationToken)
    {
        using ExportFolder folder = ExportFolder.Open(request.Folder);
        using var errors = new ErrorFile(folder.Path);
        foreach (LineError error in request.Errors)
            errors.Add(ErrorEntry.Of(error));
        if (request.Requests.Count == 0)
            return Finish(request, folder, errors, 0, []);

        ModelDescription model = await session.Model.DescribeAsync(cancellationToken);
        RunPlan plan = await RunPlan.MakeAsync(session, model, request, folder);
        if (plan.Job is not { } key)
        {
            scope.Output.Note($"All of it is in {request.Folder} already.");
            return Finish(request, folder, errors, plan.Present, []);
        }

        IJobGrain job = session.Job(key.Job);
        if (plan.Specification is { } specification)
            await ClusterCall.RepeatAsync(() => job.SubmitAsync(specification), scope.Time, cancellationToken);
        else if (!(await ClusterCall.RepeatAsync(job.GetStatusAsync, scope.Time, cancellationToken)).IsFinal)
            scope.Output.Note($"Going on with job {key.Job}.");
        var exporter = new JobExporter(job, model, session.Blobs, folder, errors);
        try
        {
            JobStatus last = await RunProgress.ShowAsync(scope.Output, scope.Time, (view, token) =>
                new JobFollower(job, scope.Time).FollowAsync(async status =>
                {
                    view.Report(status);
                    await exporter.ExportAsync(status, token);
                }, token), cancellationToken);
            int code = Finish(request, folder, errors, plan.Present + exporter.Pictures, exporter.Files);
            if (!last.IsCancelled)
                return code;
            scope.Output.Error($"Job {key.Job} is {JobTable.Describe(last.State)}; run the command again to make the rest.");
            return ExitCode.Failure;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            ContactSheet.Write(folder.Path, folder.Entries);
            int total = request.Requests.Sum(r => r.Count);
            scope.Output.Note($"Stopped. {plan.Present + exporter.Pictures} of {total} images are in {request.Folder}; job {key.Job} is kept.");
            scope.Output.Note(request.Kind != "generate"
                ? "Run the same command again to go on."
                : $"Run the same command again with --seed {request.Requests[0].Seed} to go on.");
            return ExitCode.Interrupted;
        }
    }

    private int Finish(ImageRunRequest request, ExportFolder folder, ErrorFile errors, int pictures, IReadOnlyList<string> files)
    {
        ContactSheet.Write(folder.Path, folder.Entries);
        // A few files are shown one by one; of many the contact sheet gives the better view.
        if (files.Count <= MaxShownFiles && request.Kind != "bulk" && !request.IsPart)
        {
            foreach (string file in files)
                scope.Output.Result(Path.Combine(request.Folder, file));
        }

        foreach (ErrorEntry error in errors.Entries.Take(MaxShownErrors))
            scope.Output.Error(Describe(error));
        if (errors.Entries.Count > MaxShownErrors)
            scope.Output.Error($"… and {errors.Entries.Count - MaxShownErrors} more in {Path.Combine(request.Folder, "errors.jsonl")}.");
        string where = pictures > 0 && !request.IsPart ? $" See {Path.Combine(request.Folder, "index.html")}" : "";
        string sum = $"{Count(pictures, "image")}, {Count(errors.Entries.Count, "error")}.{where}";
        if (request.IsPart)
            scope.Output.Note(sum);
        else
            scope.Output.Result(sum);
        return pictures > 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static string Describe(ErrorEntry error)
    {
        string where = error.Line is { } line ? $"line {line}" : $"{error.CustomId}-{error.Image}";
        return error.Field is null ? $"{where}: {error.Message}" : $"{where}: {error.Field}: {error.Message}";
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
