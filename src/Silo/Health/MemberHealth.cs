using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JanusCluster.Silo.Health;

/// <summary>Whether the silo is an active member of its cluster.</summary>
internal sealed class MemberHealth(ISiloStatusOracle membership) : IHealthCheck
{
    public const string Name = "cluster";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(membership.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is no active member of the cluster: {membership.CurrentStatus}."));
}
