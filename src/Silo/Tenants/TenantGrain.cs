using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Jobs;

namespace JanusCluster.Silo.Tenants;

/// <inheritdoc cref="ITenantGrain"/>
internal sealed class TenantGrain(OpenJobs jobs) : Grain, ITenantGrain
{
    public async Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count)
    {
        string tenant = Identifier.Validate("tenant", this.GetPrimaryKeyString());
        IReadOnlyList<JobKey> keys =
            await jobs.ListAsync(tenant, Math.Max(0, offset), Math.Clamp(count, 1, JobLimits.MaxItemsPerPage));
        JobStatus?[] statuses = await Task.WhenAll(keys.Select(ReadAsync));
        return [.. statuses.OfType<JobStatus>()];
    }

    /// <summary>Null for a job that is in the index but was never accepted: its submission broke off.</summary>
    private async Task<JobStatus?> ReadAsync(JobKey key)
    {
        try
        {
            return await GrainFactory.GetGrain<IJobGrain>(key.ToString()).GetStatusAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
