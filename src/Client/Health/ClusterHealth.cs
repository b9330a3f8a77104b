using JanusCluster.Client.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Client.Health;

/// <summary>Whether requests can be answered: the cluster answers (and so its Redis), and this front is not on its way out.</summary>
internal sealed class ClusterHealth(ServedModels models, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time) : IHealthCheck
{
    public const string Name = "front";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("The front finishes what is under way, and stops.");
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            // Without a silo it answers all the same: an autoscaler asks a front for the first one.
            return HealthCheckResult.Healthy(string.Join(", ", models.Known.Select(model => model.Id)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The cluster does not answer.", e);
        }
    }
}
