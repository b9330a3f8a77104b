using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Files;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Storage;

namespace JanusCluster.Client.Batches;

/// <summary>
/// The first steps of a batch: its input becomes a plan in blob storage, and the plan a job. Repeating either is harmless: a
/// plan is named by its content, and a job is submitted once.
/// </summary>
internal sealed class BatchPreparation(IGrainFactory grains, FileStore files, IBlobStore blobs, IBatchBodies bodies, TimeProvider time)
{
    private const string PlanType = "application/jsonl";

    /// <summary>Takes a batch from its lease to its running job, as far as it goes.</summary>
    /// <exception cref="JanusException">It cannot go on now (<see cref="ErrorCode.Unavailable"/>), or the lease is void (<see cref="ErrorCode.Conflict"/>).</exception>
    public async Task RunAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Lease.Step == BatchStep.Submit && await IsSubmittedAsync(batch.Key, cancellationToken))
        {
            await batch.Grain.StartAsync(batch.Lease.Epoch);
            return;
        }

        var input = new BatchInput(batch.Key.Tenant, bodies);
        BatchPlan plan;
        try
        {
            plan = await PlanAsync(batch, input, cancellationToken);
        }
        catch (BatchInputException e)
        {
            await batch.Grain.FailAsync(batch.Lease.Epoch, input.Lines, [new BatchError(e.Code, e.Message, null, null), .. input.Errors]);
            return;
        }

        // Of two plans, the later one's front has the lease: so it is the batch's.
        if (batch.Lease.Step == BatchStep.Validate || batch.Lease.Plan?.Digest != plan.Digest)
        {
            if (await batch.Grain.PlanAsync(batch.Lease.Epoch, plan) is not { } next)
                return;
            batch.Lease = next;
        }

        await SubmitAsync(batch, plan, input, cancellationToken);
    }

    private async Task<BatchPlan> PlanAsync(HeldBatch batch, BatchInput input, CancellationToken cancellationToken)
    {
        await using Stream source = await OpenInputAsync(batch.Key, batch.Lease.Batch.Specification.InputFile, cancellationToken);
        await using FileStream lines = TemporaryStream.Create();
        await foreach (PlanEntry entry in input.ReadAsync(source, cancellationToken))
            await lines.WriteAsync(entry.ToLine(), cancellationToken);
        if (input.Requests.Count == 0)
            throw new BatchInputException("no_valid_lines", $"None of the {input.Lines} lines can run.");
        lines.Position = 0;
        // The model is part of it: what is planned for one set of weights is another plan for the next.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(input.Model!.Id));
        hash.AppendData(await SHA256.HashDataAsync(lines, cancellationToken));
        string digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        string name = $"{batch.Key.Tenant}/batches/{batch.Key.Batch}/plan-{digest[..32]}.jsonl";
        await blobs.WriteAsync(name, lines, PlanType, cancellationToken);
        return new BatchPlan(input.Model, name, digest, input.Lines, input.Requests.Count, input.Errors);
    }

    private async Task<Stream> OpenInputAsync(BatchKey key, string file, CancellationToken cancellationToken)
    {
        try
        {
            FileDescription input = await files.GetAsync(key.Tenant, file, cancellationToken);
            return input.Bytes <= BatchRules.MaxInputBytes
                ? await files.OpenAsync(input, cancellationToken)
                : throw new BatchInputException("too_large", $"The input has {input.Bytes} bytes; at most {BatchRules.MaxInputBytes} are accepted.");
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            throw new BatchInputException("input_file_not_found", $"The input file {file} was deleted before it was read.");
        }
    }

    private async Task SubmitAsync(HeldBatch batch, BatchPlan plan, BatchInput input, CancellationToken cancellationToken)
    {
        IJobGrain job = grains.GetGrain<IJobGrain>(batch.Key.ToString());
        var specification = new JobSpecification(
            plan.Model.Id, batch.Key.Batch, plan.Digest, plan.Model.CodesPerImage, input.Requests, ExpiresAt: batch.Lease.Batch.Times.ExpiresAt);
        try
        {
            await ClusterCall.RepeatAsync(() => job.SubmitAsync(specification), time, cancellationToken);
        }
        catch (JanusException e) when (e.Code is ErrorCode.LimitExceeded or ErrorCode.InvalidRequest)
        {
            await batch.Grain.FailAsync(batch.Lease.Epoch, plan.Lines, [new BatchError(e.Code == ErrorCode.LimitExceeded ? "limit_exceeded" : "invalid_request", e.Message, e.Field, null)]);
            return;
        }
        catch (JanusException e) when (e.Code == ErrorCode.Conflict)
        {
            // A front that was late has submitted another plan than the one that counts: its results could not be told apart.
            await job.CancelAsync();
            await batch.Grain.FailAsync(batch.Lease.Epoch, plan.Lines, [new BatchError("server_error", "The input was read twice, with different results. Create the batch again.", null, null)]);
            return;
        }

        await batch.Grain.StartAsync(batch.Lease.Epoch);
    }

    private async Task<bool> IsSubmittedAsync(BatchKey key, CancellationToken cancellationToken)
    {
        try
        {
            await ClusterCall.RepeatAsync(grains.GetGrain<IJobGrain>(key.ToString()).GetStatusAsync, time, cancellationToken);
            return true;
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return false;
        }
    }
}
