using JanusCluster.Contracts.Batches;

namespace JanusCluster.Client.Batches;

/// <summary>A batch as the API tells it.</summary>
internal sealed record BatchObject(
    string Id,
    string Object,
    string Endpoint,
    string? Model,
    BatchErrorList? Errors,
    string InputFileId,
    string CompletionWindow,
    BatchState Status,
    string? OutputFileId,
    string? ErrorFileId,
    long CreatedAt,
    long? InProgressAt,
    long ExpiresAt,
    long? FinalizingAt,
    long? CompletedAt,
    long? FailedAt,
    long? ExpiredAt,
    long? CancellingAt,
    long? CancelledAt,
    BatchCounts RequestCounts,
    IReadOnlyDictionary<string, string>? Metadata)
{
    public static BatchObject Of(BatchStatus batch) => new(
        batch.Id, "batch", batch.Specification.Endpoint, batch.Model,
        batch.Errors.Count == 0 ? null : new BatchErrorList("list", batch.Errors),
        batch.Specification.InputFile, batch.Specification.CompletionWindow, batch.State, batch.OutputFile, batch.ErrorFile,
        batch.Times.CreatedAt.ToUnixTimeSeconds(), Seconds(batch.Times.InProgressAt), batch.Times.ExpiresAt.ToUnixTimeSeconds(),
        Seconds(batch.Times.FinalizingAt), Seconds(batch.Times.CompletedAt), Seconds(batch.Times.FailedAt), Seconds(batch.Times.ExpiredAt),
        Seconds(batch.Times.CancellingAt), Seconds(batch.Times.CancelledAt), batch.Counts, batch.Specification.Metadata);

    private static long? Seconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds();
}

internal sealed record BatchErrorList(string Object, IReadOnlyList<BatchError> Data);

internal sealed record BatchList(string Object, IReadOnlyList<BatchObject> Data, string? FirstId, string? LastId, bool HasMore)
{
    public static BatchList Of(BatchPage page) => new(
        "list", [.. page.Batches.Select(BatchObject.Of)], page.Batches is [var first, ..] ? first.Id : null, page.Batches is [.., var last] ? last.Id : null, page.HasMore);
}
