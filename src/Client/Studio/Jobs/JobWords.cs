using JanusCluster.Contracts.Jobs;
using MudBlazor;

namespace JanusCluster.Client.Studio.Jobs;

/// <summary>A job's state in words.</summary>
internal static class JobWords
{
    /// <summary>Nothing of it is made yet.</summary>
    public static bool IsWaiting(JobStatus job) => job is { State: JobState.Running, CodesDone: 0, Items.Settled: 0 };

    /// <param name="ahead">About how many pictures get a place before its first one, where that is known.</param>
    public static string StateOf(JobStatus job, int? ahead = null) => job.State switch
    {
        JobState.Running when IsWaiting(job) => ahead switch
        {
            null => "waiting for a free place",
            0 => "waiting for a free place, the next one",
            1 => "waiting for a free place, about 1 picture before it",
            _ => $"waiting for a free place, about {ahead:N0} pictures before it",
        },
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
