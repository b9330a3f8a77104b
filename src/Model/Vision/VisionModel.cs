using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>The encoder of images to be understood: <c>vision_model</c> of a checkpoint, a SigLIP tower.</summary>
public sealed class VisionModel : Layer
{
    public VisionModel(VisionConfig config, Allocation at)
        : base(nameof(VisionModel)) => Tower = Add("vision_tower", new SiglipTransformer(config, at));

    public SiglipTransformer Tower { get; }

    /// <summary>Pixels [N, 3, S, S] to features [N, patches, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x) => Tower.Forward(x);
}
