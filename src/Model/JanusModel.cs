using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Vision;
using JanusCluster.Model.Vq;
using TorchSharp;

namespace JanusCluster.Model;

/// <summary>Janus-Pro: one transformer that reads images through SigLIP and writes them through VQ-16.</summary>
/// <remarks>
/// Source: <c>MultiModalityCausalLM</c> in <c>modeling_vlm.py</c> of deepseek-ai/Janus. <c>named_parameters()</c> gives every
/// tensor that a checkpoint must fill, under its checkpoint name. A new model's weights are arbitrary memory: load a checkpoint
/// or call <see cref="InitializeWeights(long)"/>. It is in evaluation mode; call <c>train()</c> to train. Serving code runs it
/// under <c>torch.inference_mode()</c>, which belongs to a thread.
/// </remarks>
public sealed class JanusModel : ModelPart
{
    /// <param name="type">float32, bfloat16 or float16.</param>
    /// <param name="quantizer">Settings of the codebook's losses, for training.</param>
    public JanusModel(JanusConfig config, torch.Device device, torch.ScalarType type, QuantizerOptions? quantizer = null)
        : base(nameof(JanusModel))
    {
        Config = config;
        Allocation = new Allocation(device, type);
        VisionModel = Add("vision_model", new VisionModel(config.Vision, Allocation));
        Aligner = Add("aligner", new Projector(config.Aligner, Allocation));
        GenVisionModel = Add("gen_vision_model", new VqModel(config.Vq, Allocation, quantizer));
        GenAligner = Add("gen_aligner", new Projector(config.GenAligner, Allocation));
        GenHead = Add("gen_head", new GenHead(config.GenHead, Allocation));
        GenEmbed = Add("gen_embed", new Embedding(config.Vq.CodebookSize, config.Vq.CodeDim, Allocation));
        LanguageModel = Add("language_model", new LlamaForCausalLm(config.Language, Allocation));
        eval();
    }

    public JanusConfig Config { get; }

    public Allocation Allocation { get; }

    public VisionModel VisionModel { get; }

    public Projector Aligner { get; }

    public VqModel GenVisionModel { get; }

    public Projector GenAligner { get; }

    public GenHead GenHead { get; }

    public Embedding GenEmbed { get; }

    public LlamaForCausalLm LanguageModel { get; }

    /// <summary>Embeddings [B, T, hidden] to hidden states [B, T, hidden]; see <see cref="LlamaModel.Forward"/>.</summary>
    public torch.Tensor Forward(torch.Tensor embeds, IKeyValueCache? cache, torch.Tensor positions, torch.Tensor? mask = null) =>
        LanguageModel.Model.Forward(embeds, cache, positions, mask);

    /// <summary>Hidden states […, hidden] to logits over text tokens […, vocabulary].</summary>
    public torch.Tensor TextLogits(torch.Tensor hidden) => LanguageModel.Logits(hidden);

    /// <summary>Hidden states […, hidden] to logits over image codes […, codes].</summary>
    public torch.Tensor ImageLogits(torch.Tensor hidden) => GenHead.Forward(hidden);

    /// <summary>Text token ids […] to embeddings […, hidden]. Negative ids, which mark image positions, count as 0.</summary>
    public torch.Tensor EmbedText(torch.Tensor ids)
    {
        using torch.Tensor known = ids.clamp_min(Scalars.Zero);
        return LanguageModel.Model.EmbedTokens.Forward(known);
    }

    /// <summary>Image codes […] to embeddings […, hidden], by a table of their own: neither the codebook nor scaled.</summary>
    public torch.Tensor EmbedImageCodes(torch.Tensor codes)
    {
        using torch.Tensor rows = GenEmbed.Forward(codes); // […, C]
        return GenAligner.Forward(rows);
    }

    /// <summary>Normalised pixels [N, 3, S, S] to image tokens [N, patches, hidden].</summary>
    public torch.Tensor EncodeImages(torch.Tensor pixels)
    {
        using torch.Tensor features = VisionModel.Forward(pixels); // [N, patches, width]
        return Aligner.Forward(features);
    }

    /// <summary>Image codes [N, G·G] to images [N, 3, S, S], about -1 to 1, not clipped.</summary>
    public torch.Tensor DecodeCodes(torch.Tensor codes) => GenVisionModel.DecodeCodes(codes);

    /// <summary>Image codes [N, G·G] to bytes [N, S, S, 3]. A negative code is one not drawn yet: its cell is mid-grey, 127.</summary>
    public torch.Tensor DrawCodes(torch.Tensor codes)
    {
        using var scope = torch.NewDisposeScope();
        return DrawnRegion.Pixels(ToPixels(DecodeCodes(codes)), codes).MoveToOuterDisposeScope();
    }

    /// <summary>Images [N, 3, S, S], -1 to 1, to int64 codes [N, G·G].</summary>
    public torch.Tensor EncodeToCodes(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        Quantization quantization = GenVisionModel.Encode(images);
        return quantization.Codes.reshape(images.shape[0], -1).MoveToOuterDisposeScope();
    }

    /// <summary>Decoded images [N, 3, S, S] to bytes [N, S, S, 3]: clipped and, as in the reference, truncated, not rounded.</summary>
    public static torch.Tensor ToPixels(torch.Tensor decoded)
    {
        using var scope = torch.NewDisposeScope();
        using Scalar white = 255.ToScalar();
        torch.Tensor scaled = decoded.to(torch.ScalarType.Float32).Plus(1).Over(2).Times(255).clamp(Scalars.Zero, white);
        return scaled.permute(0, 2, 3, 1).to(torch.ScalarType.Byte).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Gives every parameter a random start for training from scratch.</summary>
    /// <param name="seed">The same seed on the same device gives the same weights.</param>
    public void InitializeWeights(long seed)
    {
        using var generator = new torch.Generator((ulong)seed, Allocation.Device);
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope(); // operations in place return handles of their own
        InitializeAllWeights(generator);
        GenVisionModel.Quantizer.InitializeCodebook(generator);
    }
}
