using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Standalone.Hosting;

/// <summary>The model of this process's own silo.</summary>
internal sealed class LocalModel(IGrainFactory grains, ILocalSiloDetails silo) : IServedModel
{
    private volatile ModelDescription? _loaded;

    public async Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        while (_loaded is null)
        {
            try
            {
                _loaded = await grains.GetGrain<IModelGrain>(silo.SiloAddress.ToParsableString()).DescribeAsync(cancellationToken);
            }
            catch (TimeoutException)
            {
                // A large model takes longer to load than a call may last.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return _loaded;
    }
}
