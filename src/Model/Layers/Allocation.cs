using TorchSharp;

namespace JanusCluster.Model.Layers;

/// <summary>Where and in which type a model's weights lie.</summary>
/// <param name="Device">The device of every weight.</param>
/// <param name="Type">float32, bfloat16 or float16.</param>
public sealed record Allocation(torch.Device Device, torch.ScalarType Type)
{
    /// <summary>Memory for a weight, not initialised: a model of gigabytes is about to be filled from a checkpoint anyway.</summary>
    public torch.Tensor Empty(params long[] shape) => torch.empty(shape, dtype: Type, device: Device);
}
