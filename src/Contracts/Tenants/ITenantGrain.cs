using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Contracts.Tenants;

/// <summary>What belongs to a tenant. Key: the tenant's name.</summary>
[Alias(Aliases.TenantGrain)]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The tenant's jobs, newest first.</summary>
    [Alias("ListJobs")]
    Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count);
}
