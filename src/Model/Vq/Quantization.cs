using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>What quantizing a latent map gives.</summary>
/// <param name="Quantized">[N, C, G, G]: the nearest codebook rows; gradients pass through to the latents unchanged.</param>
/// <param name="Codes">int64 [N · G · G], image by image, row by row.</param>
/// <param name="Losses">Null outside training mode.</param>
public sealed record Quantization(torch.Tensor Quantized, torch.Tensor Codes, QuantizationLosses? Losses);

/// <summary>The losses of a vector quantizer, weighted, each a scalar.</summary>
/// <param name="Codebook">Draws codebook rows to the latents (vq_loss).</param>
/// <param name="Commitment">Draws the latents to their rows (commit_loss).</param>
/// <param name="Entropy">Favours decided assignments and an evenly used codebook (entropy_loss).</param>
public sealed record QuantizationLosses(torch.Tensor Codebook, torch.Tensor Commitment, torch.Tensor Entropy);

/// <summary>Settings of the quantizer that matter in training. Defaults: those of Janus.</summary>
public sealed record QuantizerOptions
{
    /// <summary>Weight of the commitment loss (beta). Default: 0.25.</summary>
    public double CommitmentWeight { get; init; } = 0.25;

    /// <summary>Weight of the entropy loss. Default: 0.</summary>
    public double EntropyWeight { get; init; }

    /// <summary>Whether latents and codebook rows are scaled to length one before they are compared. Default: true.</summary>
    public bool UnitLength { get; init; } = true;
}
