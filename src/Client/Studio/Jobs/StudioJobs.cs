using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Client.Studio.Access;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Studio.Jobs;

/// <summary>The jobs of the tenant that signed in.</summary>
internal sealed class StudioJobs(IGrainFactory grains, StudioUser user, TimeProvider time)
{
    /// <summary>Jobs of the page <c>Generate</c> are known by it: they are its history.</summary>
    private const string Drawn = "studio-";
    private const int NameLength = 80;

    public static bool IsDrawn(JobStatus job) => job.Job.StartsWith(Drawn, StringComparison.Ordinal);

    /// <summary>Asks for pictures that somebody waits for.</summary>
    /// <returns>The job's id.</returns>
    public async Task<string> DrawAsync(ModelDescription model, ImageRequest request)
    {
        string id = $"{Drawn}{Guid.NewGuid():N}";
        string name = string.Concat(request.Prompt.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        await SubmitAsync(id, new JobSpecification(
            model.Id, name.Length > NameLength ? $"{name[..NameLength]}…" : name, JobFingerprint.Compute(model.Id, [request]), model.CodesPerImage, [request], WorkClass.Interactive));
        return id;
    }

    /// <summary>Submits a file of requests; the same file again, within the page, is the same job.</summary>
    public async Task<string> SubmitAsync(ModelDescription model, string name, IReadOnlyList<ImageRequest> requests, string attempt)
    {
        string fingerprint = JobFingerprint.Compute(model.Id, requests);
        string id = $"bulk-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt} {fingerprint}")))[..32]}";
        await SubmitAsync(id, new JobSpecification(model.Id, name, fingerprint, model.CodesPerImage, requests));
        return id;
    }

    public async Task<IReadOnlyList<JobStatus>> ListAsync(int offset, int count)
    {
        ITenantGrain tenant = grains.GetGrain<ITenantGrain>(await user.GetTenantAsync());
        return await RepeatAsync(() => tenant.ListJobsAsync(offset, count));
    }

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    public async Task<IJobGrain> FindAsync(string job) => JobEndpoints.Find(grains, job, await user.GetTenantAsync());

    public async Task<IReadOnlyList<ItemReport>> GetItemsAsync(string job, int offset, int count)
    {
        IJobGrain grain = await FindAsync(job);
        return await RepeatAsync(() => grain.GetItemsAsync(offset, count));
    }

    public async Task<JobStatus> GetStatusAsync(string job)
    {
        IJobGrain grain = await FindAsync(job);
        return await RepeatAsync(grain.GetStatusAsync);
    }

    /// <summary>About how many pictures get a place before the job's first one; null when none of it waits, or it cannot be told now.</summary>
    public async Task<int?> CountAheadAsync(JobStatus job)
    {
        try
        {
            return await grains.GetGrain<ISchedulerGrain>(job.Model).CountAheadAsync(new JobKey(await user.GetTenantAsync(), job.Job).ToString());
        }
        catch (Exception e) when (ClusterCall.IsAwayForNow(e))
        {
            return null;
        }
    }

    public async Task ChangeAsync(string job, Func<IJobGrain, Task> change)
    {
        IJobGrain grain = await FindAsync(job);
        await ClusterCall.RepeatAsync(() => change(grain), time, CancellationToken.None);
    }

    private async Task SubmitAsync(string id, JobSpecification specification)
    {
        IJobGrain job = await FindAsync(id);
        await RepeatAsync(() => job.SubmitAsync(specification));
    }

    private Task<T> RepeatAsync<T>(Func<Task<T>> call) => ClusterCall.RepeatAsync(call, time, CancellationToken.None);
}
