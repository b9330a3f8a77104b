using JanusCluster.Silo.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JanusCluster.Silo.Health;

/// <summary>Whether the model of this silo is loaded.</summary>
internal sealed class ModelHealth(IModelHost host) : IHealthCheck
{
    public const string Name = "model";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.DescribeAsync(CancellationToken.None) switch
        {
            { IsCompletedSuccessfully: true } loaded => HealthCheckResult.Healthy(loaded.GetAwaiter().GetResult().Id),
            { IsFaulted: true } => HealthCheckResult.Unhealthy("The model could not be loaded; the log says why."),
            _ => HealthCheckResult.Unhealthy("The model is being loaded."),
        });
}
