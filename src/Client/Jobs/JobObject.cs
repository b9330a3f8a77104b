using JanusCluster.Client.Http;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Delivery;
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

    public JobStatus ToStatus(string tenant) => new(
        tenant, Id, Name, Model, State, Items.ToCounts(), CodesDone, CodesTotal, CodesPerSecond,
        RemainingSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, DateTimeOffset.FromUnixTimeSeconds(CreatedAt), Time(FinishedAt),
        Time(ExpiresAt), Class: Class);

    private static DateTimeOffset? Time(long? seconds) => seconds is { } some ? DateTimeOffset.FromUnixTimeSeconds(some) : null;
}

/// <summary>Items by state; <paramref name="Generated"/> ones are made, and on their way to blob storage.</summary>
internal sealed record JobCounts(int Total, int Queued, int Generated, int Delivered, int Failed, int Cancelled)
{
    public static JobCounts Of(ItemCounts items) => new(items.Total, items.Queued, items.Generated, items.Delivered, items.Failed, items.Cancelled);

    public ItemCounts ToCounts() => new(Total, Generated, Delivered, Failed, Cancelled);
}

internal sealed record JobList(string Object, IReadOnlyList<JobObject> Data, bool HasMore);

/// <summary>An accepted job, and the lines that are no part of it.</summary>
internal sealed record SubmittedJob(JobObject Job, IReadOnlyList<LineError> Errors);

/// <summary>One item of a job.</summary>
/// <param name="Index">Position within the job, from 0.</param>
/// <param name="Image">Index of the image within its request.</param>
/// <param name="Url">Where a delivered picture is, for a while.</param>
/// <param name="FinishedAt">Seconds since 1970.</param>
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
    JobItemError? Error,
    long? FinishedAt = null)
{
    public static JobItemObject Of(ItemReport item, string? url)
    {
        var image = item.Item as ImageItem;
        return new JobItemObject(
            item.Index, item.Item.CustomId, item.State, image?.Image, image?.Prompt, image?.Seed, image?.Settings, url, item.Delivery?.Sha256,
            item.Delivery?.Bytes, item.FinishedAt is null ? null : item.Seconds, item.Answer?.Text, item.Answer?.FinishReason,
            item.Error is { } error ? new JobItemError(ErrorBody.CodeOf(error.Code), error.Message) : null, item.FinishedAt?.ToUnixTimeSeconds());
    }

    /// <param name="blobName">What the reader calls its picture.</param>
    public ItemReport ToReport(string blobName)
    {
        DateTimeOffset? finishedAt = FinishedAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return new ItemReport(
            Index,
            // What an answer's item asked is not told; nor which request of the job an image's is.
            Image is { } image ? new ImageItem(CustomId, 0, image, Prompt ?? "", Seed ?? 0, Settings ?? new ImageSettings()) : new ChatItem(CustomId, 0, [], new ChatSettings()),
            State, Seconds ?? 0, finishedAt,
            Url is null ? null : new DeliveryReceipt(blobName, Sha256 ?? "", Bytes ?? 0, finishedAt ?? DateTimeOffset.UnixEpoch),
            Error is { } error ? new ItemError(ErrorBody.Parse(error.Code) ?? ErrorCode.Internal, error.Message) : null);
    }
}

internal sealed record JobItemError(string Code, string Message);

internal sealed record JobItemList(string Object, IReadOnlyList<JobItemObject> Data, bool HasMore);
