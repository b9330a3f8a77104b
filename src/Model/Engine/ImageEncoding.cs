using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>Turns an image's normalised pixels [3, side, side] into features [tokens, hidden], which belong to the caller.</summary>
public delegate Task<torch.Tensor> ImageEncoding(float[] pixels, CancellationToken cancellationToken);
