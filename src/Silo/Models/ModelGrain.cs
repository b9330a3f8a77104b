using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Placement;
using Orleans.Concurrency;
using Orleans.Placement;

namespace JanusCluster.Silo.Models;

/// <inheritdoc cref="IModelGrain"/>
/// <remarks>A façade: <see cref="IModelHost"/> owns the model, and survives this activation.</remarks>
[ModelSiloPlacement, ServesModelFilter, KeepAlive, Immovable, Reentrant]
internal sealed class ModelGrain(IServiceProvider services) : Grain, IModelGrain
{
    private readonly IModelHost _host = services.GetService<IModelHost>()
        ?? throw new JanusException(ErrorCode.Unavailable, "This silo serves no model.");

    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) =>
        _host.DescribeAsync(cancellationToken);

    public Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken) =>
        _host.RenderAsync(request, cancellationToken);

    public IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken) =>
        services.GetRequiredService<ChatTurns>().RunAsync(work, cancellationToken);
}
