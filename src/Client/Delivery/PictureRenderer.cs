using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Delivery;

/// <summary>Has codes made into pictures by any silo that serves the model.</summary>
internal sealed class PictureRenderer(IGrainFactory grains)
{
    /// <returns>A PNG file.</returns>
    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: no silo could be asked. Other codes: the picture itself cannot be made.</exception>
    public async Task<byte[]> RenderAsync(string model, RenderRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelInstance> instances = await grains.GetGrain<ISchedulerGrain>(model).GetInstancesAsync();
        Exception? last = null;
        foreach (ModelInstance instance in instances.OrderBy(instance => instance.IsDraining).ThenBy(Load))
        {
            try
            {
                return await grains.GetGrain<IModelGrain>(instance.Key).RenderAsync(request, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested
                && e is not JanusException { Code: not ErrorCode.Unavailable })
            {
                // The silo is gone or going; another one can do it as well.
                last = e;
            }
        }

        throw new JanusException($"No silo that serves {model} could render a picture.", last!) { Code = ErrorCode.Unavailable };
    }

    private static double Load(ModelInstance instance) => (double)instance.Running / Math.Max(1, instance.Capacity);
}
