using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JanusCluster.Silo.Health;

/// <summary>Whether the engine's thread goes on: it has nothing to do, or its step has not run for too long.</summary>
internal sealed class EngineHealth(IModelHost host, SiloSettings settings) : IHealthCheck
{
    public const string Name = "engine";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.Watch.InStep is { } elapsed && elapsed > settings.LongestStep
            ? HealthCheckResult.Unhealthy($"A step has run for {elapsed.TotalSeconds:F0} seconds.")
            : HealthCheckResult.Healthy());
}
