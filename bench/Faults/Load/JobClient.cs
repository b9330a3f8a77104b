using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>Submits jobs, each until it is accepted, and waits for them.</summary>
internal sealed class JobClient(IGrainFactory grains, ModelDescription model, HistoryWriter history)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Submits the jobs at their times; waits for acceptance, not for completion.</summary>
    public Task SubmitAsync(IReadOnlyList<PlannedJob> jobs, CancellationToken cancellationToken) =>
        Task.WhenAll(jobs.Select(job => SubmitAsync(job, cancellationToken)));

    /// <summary>Waits until the jobs are final, or as long as it may.</summary>
    public async Task WaitAsync(IReadOnlyList<PlannedJob> jobs, TimeSpan limit, CancellationToken cancellationToken)
    {
        var insistence = new Insistence(limit, cancellationToken);
        foreach (PlannedJob job in jobs)
        {
            try
            {
                await insistence.AskAsync(() => ReadFinalAsync(job.Key));
            }
            catch (TimeoutException)
            {
                // What is not final by now is what the checker reports.
            }
        }
    }

    private async Task SubmitAsync(PlannedJob job, CancellationToken cancellationToken)
    {
        await Task.Delay(job.At, cancellationToken);
        var specification = new JobSpecification(
            model.Id, job.Key.Job, ExpectedResults.Digest($"{job.Key}"), model.CodesPerImage, job.Requests, job.Class);
        try
        {
            await new Insistence(Limit, cancellationToken).AskAsync(
                () => grains.GetGrain<IJobGrain>(job.Key.ToString()).SubmitAsync(specification));
            history.Add(new JobAccepted(Stopwatch.GetTimestamp(), job.Key.ToString(), job.Expected));
        }
        catch (TimeoutException e)
        {
            history.Add(new GivenUp(Stopwatch.GetTimestamp(), $"submission of {job.Key}", e.Message));
        }
    }

    private async Task<JobStatus> ReadFinalAsync(JobKey job) =>
        await grains.GetGrain<IJobGrain>(job.ToString()).GetStatusAsync() is { IsFinal: true } status
            ? status
            : throw new InvalidOperationException($"{job} is not final.");
}
