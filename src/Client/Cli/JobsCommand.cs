using System.CommandLine;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Cli;

/// <summary><c>jobs list|show|cancel|pause|resume|retry</c>: looks at jobs, and steers them, without loading a model.</summary>
internal static class JobsCommand
{
    private const int MaxShownErrors = 20;

    public static Command Create(CommandScope scope) => new("jobs", "List, show or steer jobs.")
    {
        CreateList(scope),
        CreateOfOne(scope, "show", "Show a job and its errors.", ShowAsync),
        CreateOfOne(scope, "cancel", "Stop what is not finished; finished images stay.", CancelAsync),
        CreateOfOne(scope, "pause", "Give no more of it to silos, until it is resumed.", PauseAsync),
        CreateOfOne(scope, "resume", "End a pause.", ResumeAsync),
        CreateOfOne(scope, "retry", "Make failed images after all, and only those.", RetryAsync),
    };

    private static Command CreateList(CommandScope scope)
    {
        var count = new Option<int>("--count") { Description = "Most jobs to show, newest first.", DefaultValueFactory = _ => 20 };
        var command = new Command("list", "List the newest jobs.") { count };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult(Math.Clamp(arguments.GetValue(count), 1, JobLimits.MaxItemsPerPage)),
            async (session, most, _) =>
            {
                IReadOnlyList<JobStatus> jobs = await session.ListJobsAsync(most);
                if (jobs.Count == 0)
                    scope.Output.Note("There are no jobs.");
                else
                    scope.Output.Results.Write(JobTable.Of(jobs));
                return ExitCode.Success;
            });
        return command;
    }

    private static Command CreateOfOne(
        CommandScope scope, string name, string description, Func<IJobGrain, CommandOutput, Task> action)
    {
        var id = new Argument<string>("JOB") { Description = "The job's id, as jobs list shows it." };
        var command = new Command(name, description) { id };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult(Identifier.Validate("job", arguments.GetValue(id))),
            async (session, job, _) =>
            {
                await action(session.Job(job), scope.Output);
                return ExitCode.Success;
            });
        return command;
    }

    private static async Task ShowAsync(IJobGrain job, CommandOutput output)
    {
        JobStatus status = await job.GetStatusAsync();
        output.Results.Write(JobTable.Of([status]));
        if (status.Items.Failed == 0)
            return;
        int shown = 0;
        for (int offset = 0; offset < status.Items.Total && shown < MaxShownErrors; offset += JobLimits.ItemsPerShard)
        {
            IReadOnlyList<ItemReport> items = await job.GetItemsAsync(offset, JobLimits.ItemsPerShard);
            foreach (ItemReport item in items.Where(item => item.State == ItemState.Failed).Take(MaxShownErrors - shown))
            {
                output.Result($"{JobTable.NameOf(item.Item)}: {item.Error?.Message}");
                shown++;
            }
        }
    }

    private static async Task CancelAsync(IJobGrain job, CommandOutput output)
    {
        JobStatus before = await job.GetStatusAsync();
        JobStatus after = before.IsFinal ? before : await job.CancelAsync();
        output.Result(before.IsFinal
            ? $"Job {before.Job} had ended already ({JobTable.Describe(before.State)})."
            : $"Job {after.Job} is cancelled; {after.Items.Delivered} of {after.Items.Total} images stay.");
    }

    private static async Task PauseAsync(IJobGrain job, CommandOutput output)
    {
        JobStatus status = await job.PauseAsync();
        output.Result($"Job {status.Job} is {JobTable.Describe(status.State)}; janus jobs resume {status.Job} goes on.");
    }

    private static async Task ResumeAsync(IJobGrain job, CommandOutput output)
    {
        JobStatus status = await job.UnpauseAsync();
        output.Result($"Job {status.Job} is {JobTable.Describe(status.State)}.");
    }

    private static async Task RetryAsync(IJobGrain job, CommandOutput output)
    {
        JobStatus before = await job.GetStatusAsync();
        if (before.Items.Failed == 0)
        {
            output.Result($"Nothing of job {before.Job} has failed.");
            return;
        }

        JobStatus after = await job.RetryFailedAsync();
        output.Result($"{before.Items.Failed} failed items of job {after.Job} are made again.");
    }
}
