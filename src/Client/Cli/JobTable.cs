using JanusCluster.Contracts.Jobs;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>Jobs as a table.</summary>
internal static class JobTable
{
    private const int MaxNameLength = 40;

    public static Table Of(IEnumerable<JobStatus> jobs)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Job", "Name", "State", "Done", "Errors", "Created (UTC)", "Model");
        foreach (JobStatus job in jobs)
        {
            string name = TerminalText.Clean(job.Name.ReplaceLineEndings(" "));
            table.AddRow(
                new Text(job.Job),
                new Text(name.Length <= MaxNameLength ? name : name[..(MaxNameLength - 1)] + "…"),
                new Text(Describe(job.State)),
                new Text($"{job.Items.Delivered} of {job.Items.Total}"),
                new Text(job.Items.Failed.ToString()),
                new Text(job.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm")),
                new Text(job.Model));
        }

        return table;
    }

    /// <summary>What an item is called in messages.</summary>
    public static string NameOf(JobItem item) => item is ImageItem image ? $"{image.CustomId}-{image.Image}" : item.CustomId;

    /// <summary>A job that is not at its end goes on whenever its model runs.</summary>
    public static string Describe(JobState state) => state switch
    {
        JobState.Running => "open",
        JobState.Completed => "completed",
        JobState.Cancelled => "cancelled",
        JobState.Cancelling => "cancelling",
        JobState.Paused => "paused",
        JobState.Expired => "expired",
        _ => state.ToString(),
    };
}
