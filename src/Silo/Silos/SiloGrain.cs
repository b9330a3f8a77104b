using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Silos;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Telemetry;
using Orleans.Concurrency;
using Orleans.Placement;

namespace JanusCluster.Silo.Silos;

/// <inheritdoc cref="ISiloGrain"/>
[ModelSiloPlacement, Immovable, Reentrant]
internal sealed class SiloGrain(
    ILocalSiloDetails silo, IServiceProvider services, Draining draining, SiloMetrics metrics, IHostApplicationLifetime lifetime) : Grain, ISiloGrain
{
    private readonly IModelHost? _host = services.GetService<IModelHost>();
    private readonly LeaseBook? _leases = services.GetService<LeaseBook>();

    public Task<SiloDescription> DescribeAsync()
    {
        ModelDescription? model = Loaded();
        ModelInstance? instance = _leases?.Instance;
        return Task.FromResult(new SiloDescription(
            silo.Name, silo.SiloAddress.ToParsableString(), model?.Id, model?.Numerics, _host?.Capacity ?? 0,
            (instance?.Running ?? 0) + (instance?.Chats ?? 0), draining.IsDraining,
            metrics.ReadEngine()));
    }

    public Task DrainAsync()
    {
        // The answer goes out first: a silo that stops still finishes calls.
        _ = Task.Run(lifetime.StopApplication);
        return Task.CompletedTask;
    }

    /// <returns>Null for a control silo, while the model loads, and when it could not be loaded.</returns>
    private ModelDescription? Loaded() => _host?.DescribeAsync(CancellationToken.None) is { IsCompletedSuccessfully: true } known
        ? known.GetAwaiter().GetResult()
        : null;
}
