using JanusCluster.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JanusCluster.Silo.Health;

/// <summary>Whether the silo is here to stay.</summary>
internal sealed class DrainHealth(Draining draining) : IHealthCheck
{
    public const string Name = "draining";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining.IsDraining ? HealthCheckResult.Unhealthy("The silo drains.") : HealthCheckResult.Healthy());
}
