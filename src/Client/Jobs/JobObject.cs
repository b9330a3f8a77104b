using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Jobs;

/// <summary>A job as the API tells it.</summary>
/// <param name="State">running, paused, cancelling, completed, cancelled or expired.</param>
/// <param name="Class">bulk or interactive.</param>
/// <param name="Progress">Share of the codes that are made, 0 to 1.</param>
/// <param name="RemainingSeconds">Estimate of the time to completion; absent while it cannot be told.</param>
internal sealed record JobObject(
    string Id,
    string Object,
    string Name,
    string Model,
    JobState State,
    WorkClass Class,
    long CreatedAt,
    long? FinishedAt,
    long? ExpiresAt,
    JobCounts Items,
    long CodesDone,
    long CodesTotal,
    double Progress,
    double CodesPerSecond,
    double? RemainingSeconds)
{
    public static JobObject Of(JobStatus job) => new(
        job.Job, "job", job.Name, job.Model, job.State, job.Class, job.CreatedAt.ToUnixTimeSeconds(), job.FinishedAt?.ToUnixTimeSeconds(),
        job.ExpiresAt?.ToUnixTimeSeconds(), JobCounts.Of(job.Items), job.CodesDone, job.CodesTotal,
        job.CodesTotal == 0 ? 1 : Math.Round((double)job.CodesDone / job.CodesTotal, 4), Math.Round(job.CodesPerSecond, 1),
        job.Remaining is { } remaining ? Math.Round(remaining.TotalSeconds, 1) : null);
}

/// <summary>Items by state; <paramref name="Generated"/> ones are made, and on their way to blob storage.</summary>
internal sealed record JobCounts(int Total, int Queued, int Generated, int Delivered, int Failed, int Cancelled)
{
    public static JobCounts Of(ItemCounts items) => new(items.Total, items.Queued, items.Generated, items.Delivered, items.Failed, items.Cancelled);
}

internal sealed record JobList(string Object, IReadOnlyList<JobObject> Data, bool HasMore);

/// <summary>An accepted job, and the lines that are no part of it.</summary>
internal sealed record SubmittedJob(JobObject Job, IReadOnlyList<LineError> Errors);

/// <summary>One item of a job.</summary>
/// <param name="Index">Position within the job, from 0.</param>
/// <param name="Image">Index of the image within its request.</param>
/// <param name="Url">Where a delivered picture is, for a while.</param>
internal sealed record JobItemObject(
    int Index,
    string CustomId,
    ItemState State,
    int? Image,
    string? Prompt,
    long? Seed,
    ImageSettings? Settings,
    string? Url,
    string? Sha256,
    long? Bytes,
    double? Seconds,
    string? Text,
    string? FinishReason,
    JobItemError? Error)
{
    public static JobItemObject Of(ItemReport item, string? url)
    {
        var image = item.Item as ImageItem;
        return new JobItemObject(
            item.Index, item.Item.CustomId, item.State, image?.Image, image?.Prompt, image?.Seed, image?.Settings, url, item.Delivery?.Sha256,
            item.Delivery?.Bytes, item.FinishedAt is null ? null : item.Seconds, item.Answer?.Text, item.Answer?.FinishReason,
            item.Error is { } error ? new JobItemError(Http.ErrorBody.CodeOf(error.Code), error.Message) : null);
    }
}

internal sealed record JobItemError(string Code, string Message);

internal sealed record JobItemList(string Object, IReadOnlyList<JobItemObject> Data, bool HasMore);
