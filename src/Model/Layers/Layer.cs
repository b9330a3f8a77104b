using TorchSharp;

namespace JanusCluster.Model.Layers;

/// <summary>A part that maps one tensor to one tensor.</summary>
public abstract class Layer(string name) : ModelPart(name)
{
    /// <summary>Applies the layer. The result belongs to the caller's dispose scope; temporaries are gone on return.</summary>
    public abstract torch.Tensor Forward(torch.Tensor x);
}
