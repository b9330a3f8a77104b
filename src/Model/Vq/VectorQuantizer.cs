using JanusCluster.Model.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Vq;

/// <summary>Replaces each latent by the nearest row of a codebook (van den Oord et al. 2017); parameter <c>embedding.weight</c>.</summary>
/// <remarks>
/// Source: <c>VectorQuantizer</c> in <c>vq_model.py</c> of deepseek-ai/Janus. The rows are scaled to length one at every use, not
/// when stored. The checkpoint's <c>codebook_used</c> is a counter of the original training, unused.
/// </remarks>
public sealed class VectorQuantizer : ModelPart
{
    private readonly QuantizerOptions _options;
    private readonly Layers.Embedding _embedding;

    public VectorQuantizer(int codes, int width, QuantizerOptions options, Allocation at)
        : base(nameof(VectorQuantizer))
    {
        _options = options;
        _embedding = Add("embedding", new Layers.Embedding(codes, width, at));
    }

    /// <summary>The codebook as stored: [codes, C].</summary>
    public Parameter Codebook => _embedding.Weight;

    /// <summary>Latents [N, C, G, G] to their nearest rows; with losses in training mode.</summary>
    public Quantization Forward(torch.Tensor latents)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor rows = Rows(); // [codes, C]
        torch.Tensor z = Scaled(latents.permute(0, 2, 3, 1).contiguous()); // [N, G, G, C]
        torch.Tensor flat = z.reshape(-1, z.shape[3]); // [N·G·G, C]
        torch.Tensor distances = (flat * flat).sum(1, keepdim: true).Plus((rows * rows).sum(1))
            - torch.matmul(flat, rows.t()).Times(2); // squared, [N·G·G, codes]
        torch.Tensor codes = distances.argmin(1);
        torch.Tensor nearest = rows.index_select(0, codes).reshape(z.shape);
        QuantizationLosses? losses = training ? Losses(z, nearest, distances) : null;
        torch.Tensor straightThrough = z.Plus((nearest - z).detach()).permute(0, 3, 1, 2);
        return new Quantization(straightThrough.MoveToOuterDisposeScope(), codes.MoveToOuterDisposeScope(), losses);
    }

    /// <summary>The codebook rows of codes […], int32 or int64: […, C].</summary>
    public torch.Tensor Lookup(torch.Tensor codes)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor found = Rows().index_select(0, codes.reshape(-1)); // [codes, C]
        return found.reshape([.. codes.shape, found.shape[1]]).MoveToOuterDisposeScope();
    }

    /// <summary>Uniform within one over the number of codes, as the reference does.</summary>
    public void InitializeCodebook(torch.Generator generator) =>
        Codebook.uniform_(-1.0 / Codebook.shape[0], 1.0 / Codebook.shape[0], generator);

    private QuantizationLosses Losses(torch.Tensor z, torch.Tensor nearest, torch.Tensor distances) => new(
        MeanSquare(nearest - z.detach()).MoveToOuterDisposeScope(),
        MeanSquare(nearest.detach() - z).Times(_options.CommitmentWeight).MoveToOuterDisposeScope(),
        EntropyLoss.Of(-distances).Times(_options.EntropyWeight).MoveToOuterDisposeScope());

    private static torch.Tensor MeanSquare(torch.Tensor x) => (x * x).mean();

    private torch.Tensor Rows() => Scaled(_embedding.Weight);

    private torch.Tensor Scaled(torch.Tensor x) => _options.UnitLength ? torch.nn.functional.normalize(x, 2, -1, 1e-12) : x;
}
