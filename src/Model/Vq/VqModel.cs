using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>VQ-16, the tokenizer of generated images: <c>gen_vision_model</c> of a checkpoint.</summary>
/// <remarks>Source: <c>VQModel</c> in <c>vq_model.py</c> of deepseek-ai/Janus, after LlamaGen (Sun et al. 2024).</remarks>
public sealed class VqModel : ModelPart
{
    public VqModel(VqConfig config, Allocation at, QuantizerOptions? options = null)
        : base(nameof(VqModel))
    {
        Encoder = Add("encoder", new Encoder(config, at));
        Decoder = Add("decoder", new Decoder(config, at));
        Quantizer = Add("quantize", new VectorQuantizer(config.CodebookSize, config.CodeDim, options ?? new(), at));
        BeforeQuantizer = Add("quant_conv", new Conv2d(config.LatentChannels, config.CodeDim, 1, at));
        AfterQuantizer = Add("post_quant_conv", new Conv2d(config.CodeDim, config.LatentChannels, 1, at));
    }

    public Encoder Encoder { get; }

    public Decoder Decoder { get; }

    public VectorQuantizer Quantizer { get; }

    public Conv2d BeforeQuantizer { get; }

    public Conv2d AfterQuantizer { get; }

    /// <summary>Images [N, 3, S, S], -1 to 1, to codes and their rows [N, C, G, G].</summary>
    public Quantization Encode(torch.Tensor images)
    {
        using torch.Tensor latents = Encoder.Forward(images); // [N, z, G, G]
        using torch.Tensor narrow = BeforeQuantizer.Forward(latents); // [N, C, G, G]
        return Quantizer.Forward(narrow);
    }

    /// <summary>Quantized latents [N, C, G, G] to images [N, 3, S, S], not clipped.</summary>
    public torch.Tensor Decode(torch.Tensor quantized)
    {
        using torch.Tensor latents = AfterQuantizer.Forward(quantized); // [N, z, G, G]
        return Decoder.Forward(latents);
    }

    /// <summary>Codes [N, G·G], row by row, to images [N, 3, S, S], not clipped. A negative code is one not drawn yet.</summary>
    /// <exception cref="ArgumentException">The number of codes is no square: the image would not be.</exception>
    public torch.Tensor DecodeCodes(torch.Tensor codes)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor grid = Grid(DrawnRegion.Rows(codes, Quantizer)); // [N, C, G, G]
        return Decode(grid).MoveToOuterDisposeScope();
    }

    /// <summary>Rows [N, G·G, C] to a map [N, C, G, G].</summary>
    internal static torch.Tensor Grid(torch.Tensor rows)
    {
        using var scope = torch.NewDisposeScope();
        long side = (long)Math.Sqrt(rows.shape[1]);
        if (side * side != rows.shape[1])
            throw new ArgumentException($"{rows.shape[1]} codes make no square image.", nameof(rows));
        return rows.reshape(rows.shape[0], side, side, -1).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
