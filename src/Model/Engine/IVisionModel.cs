using JanusCluster.Imaging;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>What a <see cref="VisionWorker"/> computes with. One thread uses it, in inference mode and a dispose scope.</summary>
internal interface IVisionModel
{
    /// <summary>Codes of a whole image.</summary>
    int CodesPerImage { get; }

    /// <summary>Normalised pixels [3, side, side] of each image to its features [patches, hidden].</summary>
    /// <returns>Contiguous, each with memory of its own, in the current dispose scope.</returns>
    IReadOnlyList<torch.Tensor> Encode(IReadOnlyList<float[]> images);

    /// <summary>Codes of each image, as many as are drawn, to its pixels.</summary>
    IReadOnlyList<RgbImage> Decode(IReadOnlyList<ReadOnlyMemory<ushort>> images);
}
