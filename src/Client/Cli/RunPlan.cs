using JanusCluster.Client.Export;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Cli;

/// <summary>Which job a command follows: one that exists already, a new one, or none since all is there.</summary>
/// <param name="Job">Null when the folder holds everything.</param>
/// <param name="Specification">What to submit; null for a job that exists.</param>
/// <param name="Present">Images that the folder holds and the job does not make.</param>
internal sealed record RunPlan(JobKey? Job, JobSpecification? Specification, int Present)
{
    /// <summary>Tenant of the local command line.</summary>
    public const string Tenant = "local";

    private const int IdDigits = 20;

    public static async Task<RunPlan> MakeAsync(
        IClusterSession session, ModelDescription model, ImageRunRequest run, ExportFolder folder)
    {
        string fingerprint = JobFingerprint.Compute(model.Id, run.Requests);
        // The same requests again: go on with the job that they were submitted as.
        if (await IsLiveAsync(session, KeyOf(run.Kind, fingerprint, 1)))
            return new RunPlan(KeyOf(run.Kind, fingerprint, 1), null, 0);

        Coverage coverage = Coverage.Of(folder, model);
        List<ImageRequest> missing = [.. run.Requests.Where(request => !coverage.Covers(request))];
        int present = run.Requests.Sum(request => request.Count) - missing.Sum(request => request.Count);
        if (RunRecord.Read(folder.Path, fingerprint) is { } record && await IsLiveAsync(session, JobKey.Parse(record.Job)))
            return new RunPlan(JobKey.Parse(record.Job), null, record.Present);
        if (missing.Count == 0)
            return new RunPlan(null, null, present);

        string ownFingerprint = JobFingerprint.Compute(model.Id, missing);
        JobKey key = await ChooseKeyAsync(session, run.Kind, ownFingerprint);
        // Next time the folder will hold more, and what is missing will have another fingerprint: remember the job.
        if (key != KeyOf(run.Kind, fingerprint, 1))
            new RunRecord(fingerprint, key.ToString(), present).Write(folder.Path);
        return new RunPlan(
            key, new JobSpecification(model.Id, run.Name, ownFingerprint, model.CodesPerImage, missing, run.Class), present);
    }

    /// <summary>A cancelled job stays cancelled: what it was for is submitted under the next name.</summary>
    private static async Task<JobKey> ChooseKeyAsync(IClusterSession session, string kind, string fingerprint)
    {
        for (int attempt = 1; ; attempt++)
        {
            JobKey key = KeyOf(kind, fingerprint, attempt);
            if (await FindAsync(session, key) is not { IsCancelled: true })
                return key;
        }
    }

    private static JobKey KeyOf(string kind, string fingerprint, int attempt) =>
        new(Tenant, $"{kind}-{fingerprint[..IdDigits]}{(attempt > 1 ? $"-{attempt}" : "")}");

    private static async Task<bool> IsLiveAsync(IClusterSession session, JobKey key) =>
        await FindAsync(session, key) is { IsCancelled: false };

    private static async Task<JobStatus?> FindAsync(IClusterSession session, JobKey key)
    {
        try
        {
            return await ClusterCall.RepeatAsync(
                session.Job(key.Job).GetStatusAsync, TimeProvider.System, CancellationToken.None);
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
