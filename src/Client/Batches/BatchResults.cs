using JanusCluster.Client.Files;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Storage;

namespace JanusCluster.Client.Batches;

/// <summary>
/// The last step of a batch: its plan and its job's items become the output and the error file, in the input's order. They
/// are written aside as streams, and stored under the ids that the batch gives: whoever comes second finds them there.
/// </summary>
internal sealed class BatchResults(
    IGrainFactory grains, FileStore files, IBlobStore blobs, ResultBodies bodies, TimeProvider time)
{
    private const string ContentType = "application/jsonl";

    /// <exception cref="JanusException">It cannot go on now, or the lease is void.</exception>
    public async Task RunAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        (BatchKey key, BatchLease lease) = (batch.Key, batch.Lease);
        await using FileStream output = TemporaryStream.Create(), errors = TemporaryStream.Create();
        BatchCounts counts;
        try
        {
            counts = await WriteAsync(key, lease, output, errors, cancellationToken);
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            await batch.Grain.FailAsync(lease.Epoch, lease.Plan!.Lines, [BatchError.JobDeleted]);
            return;
        }

        bool hasOutput = await StoreAsync(key, lease, lease.OutputFile!, "output", output, cancellationToken);
        bool hasErrors = await StoreAsync(key, lease, lease.ErrorFile!, "errors", errors, cancellationToken);
        await batch.Grain.FinishAsync(lease.Epoch, new BatchOutcome(hasOutput, hasErrors, counts));
    }

    private async Task<BatchCounts> WriteAsync(
        BatchKey key, BatchLease lease, Stream output, Stream errors, CancellationToken cancellationToken)
    {
        BatchPlan plan = lease.Plan!;
        IJobGrain job = grains.GetGrain<IJobGrain>(key.ToString());
        JobStatus status = await ClusterCall.RepeatAsync(job.GetStatusAsync, time, cancellationToken);
        await using Stream entries = await blobs.OpenReadAsync(plan.BlobName, cancellationToken)
            ?? throw new BlobStoreException($"The plan of batch {key} is not there.");
        var reader = new BoundedLineReader(entries, BatchInput.MaxLineBytes);
        await using IAsyncEnumerator<IReadOnlyList<ItemReport>> requests =
            new JobItemReader(job, time).ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        int completed = 0, failed = 0;
        while (await reader.ReadAsync(cancellationToken) is { Text: { } text })
        {
            var entry = PlanEntry.Parse(text);
            ResultLine line = entry.Request is { } request
                ? await MakeAsync(key.Batch, entry, await NextAsync(requests, request), status, lease, cancellationToken)
                : ResultLine.Failed(key.Batch, entry, entry.Error!.Code, entry.Error.Message, entry.Error.Param);
            await line.WriteAsync(line.Error is null ? output : errors, cancellationToken);
            _ = line.Error is null ? completed++ : failed++;
        }

        return new BatchCounts(plan.Lines, completed, failed);
    }

    private static async Task<IReadOnlyList<ItemReport>> NextAsync(IAsyncEnumerator<IReadOnlyList<ItemReport>> requests, int request) =>
        await requests.MoveNextAsync() && requests.Current[0].Item.Request == request
            ? requests.Current
            : throw new JanusException($"The job of a batch has no request {request}, which its plan has.");

    private async Task<ResultLine> MakeAsync(
        string batch, PlanEntry entry, IReadOnlyList<ItemReport> items, JobStatus job, BatchLease lease,
        CancellationToken cancellationToken)
    {
        if (items.All(item => item.State == ItemState.Delivered))
        {
            object? body = await bodies.MakeAsync(
                items, lease.Plan!.Model, entry.AsData, lease.Batch.Specification.Address, ResultLine.IdOf(batch, entry.Line), cancellationToken);
            return body is not null
                ? ResultLine.Of(batch, entry, body)
                : ResultLine.Failed(batch, entry, "not_found", "A picture was made, and is not in the blob store any more.");
        }

        // A request is answered as a whole or not at all. What there is of it can still be had as items of the job.
        int made = items.Count(item => item.State == ItemState.Delivered);
        string rest = made == 0 ? "" : $" {made} of its {items.Count} pictures were made: they are items of job {batch}.";
        if (items.FirstOrDefault(item => item.Error is not null) is { Error: { } error })
            return ResultLine.Failed(batch, entry, ErrorBody.CodeOf(error.Code), error.Message + rest);
        return job.State == JobState.Expired
            ? ResultLine.Failed(batch, entry, "batch_expired", "The request was not carried out before the batch expired." + rest)
            : ResultLine.Failed(batch, entry, "batch_cancelled", "The request was not carried out before the batch was cancelled." + rest);
    }

    /// <returns>False where there is nothing to store.</returns>
    private async Task<bool> StoreAsync(
        BatchKey key, BatchLease lease, string file, string what, FileStream content, CancellationToken cancellationToken)
    {
        await content.FlushAsync(cancellationToken);
        if (content.Length == 0)
            return false;
        var upload = new FileUpload(
            $"{key.Batch}_{what}.jsonl", FilePurpose.BatchOutput, ContentType, content.Length, lease.Batch.Specification.OutputLifetime);
        await files.StoreAsync(new FileKey(key.Tenant, file), upload, content, cancellationToken);
        return true;
    }
}
