using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>A module whose parameters and parts are registered one by one, under the names they have in a checkpoint.</summary>
/// <remarks>
/// TorchSharp's own registration goes over fields by reflection; it would make every tensor field a buffer. Device and type
/// are fixed at construction: <c>to()</c> would replace each parameter by a copy and tear the fused weights apart
/// (see <see cref="FusedLinear"/>), so it is refused.
/// </remarks>
public abstract class ModelPart(string name) : torch.nn.Module(name)
{
    /// <summary>Fills this part's own parameters for training from scratch; nested parts fill theirs.</summary>
    /// <param name="generator">The source of randomness, on the parameters' device.</param>
    public virtual void InitializeWeights(torch.Generator generator)
    {
    }

    /// <summary>Fills this part and all nested ones, in a fixed order.</summary>
    internal void InitializeAllWeights(torch.Generator generator)
    {
        foreach (ModelPart part in modules().OfType<ModelPart>())
            part.InitializeWeights(generator);
    }

    /// <summary>Allocates a parameter and registers it. It belongs to the module, not to the caller's dispose scope.</summary>
    protected Parameter AddParameter(string name, torch.Tensor memory)
    {
        var parameter = new Parameter(memory);
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
        return parameter;
    }

    /// <summary>Registers a nested part and returns it.</summary>
    protected T Add<T>(string name, T part)
        where T : torch.nn.Module
    {
        register_module(name, part);
        return part;
    }

    protected sealed override void RegisterComponents()
    {
    }

    protected sealed override torch.nn.Module _to(torch.Device device, torch.ScalarType dtype, bool non_blocking) => throw Fixed();

    protected sealed override torch.nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => throw Fixed();

    protected sealed override torch.nn.Module _to(torch.ScalarType dtype, bool non_blocking) => throw Fixed();

    private static NotSupportedException Fixed() =>
        new("Device and type of a model are chosen at construction. Build another one and load the weights into it.");
}
