using JanusCluster.Contracts.Jobs;
using MudBlazor;

namespace JanusCluster.Client.Studio.Jobs;

/// <summary>A job's state in words.</summary>
internal static class JobWords
{
    public static string StateOf(JobStatus job) => job.State switch
    {
        JobState.Running when job.CodesDone == 0 && job.Items.Settled == 0 => "waiting for a free place",
        JobState.Running => "running",
        JobState.Completed when job.Items.Failed > 0 => $"finished, {job.Items.Failed} failed",
        JobState.Completed => "finished",
        JobState.Cancelling => "being cancelled",
        JobState.Cancelled => "cancelled",
        JobState.Paused => "paused",
        JobState.Expired => "expired",
        _ => job.State.ToString(),
    };

    public static Color ColorOf(JobStatus job) => job.State switch
    {
        JobState.Completed when job.Items.Failed == 0 => Color.Success,
        JobState.Completed or JobState.Expired => Color.Warning,
        JobState.Running => Color.Primary,
        _ => Color.Default,
    };

    /// <summary>Percent of the codes that are made.</summary>
    public static double PercentOf(JobStatus job) =>
        job.IsFinal ? 100 : job.CodesTotal == 0 ? 0 : Math.Round(100.0 * job.CodesDone / job.CodesTotal, 1);

    /// <summary>How far it is, how fast, and how long it takes, as far as that is known.</summary>
    public static string ProgressOf(JobStatus job)
    {
        ItemCounts items = job.Items;
        string done = $"{items.Delivered:N0} of {items.Total:N0}";
        if (job.IsFinal)
            return items.Cancelled > 0 ? $"{done}, {items.Cancelled:N0} not made" : done;
        string rate = job.CodesPerSecond > 0 ? $" · {job.CodesPerSecond:N0} codes/s" : "";
        string left = job.Remaining is { } remaining ? $" · about {Duration(remaining)} left" : "";
        return $"{done}{rate}{left}";
    }

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{Math.Ceiling(time.TotalSeconds):F0} s",
        { TotalMinutes: < 90 } => $"{Math.Round(time.TotalMinutes):F0} min",
        _ => $"{Math.Floor(time.TotalHours):F0} h {time.Minutes} min",
    };
}
