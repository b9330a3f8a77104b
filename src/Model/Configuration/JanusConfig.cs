namespace JanusCluster.Model.Configuration;

/// <summary>The sizes of one Janus-Pro model: everything that must be known before its weights are read.</summary>
/// <remarks>Source: <c>config.json</c> of the published checkpoints and <c>modeling_vlm.py</c> of deepseek-ai/Janus.</remarks>
/// <param name="Language">The transformer that both tasks share.</param>
/// <param name="Vision">The SigLIP tower that reads images.</param>
/// <param name="Aligner">Image features to the transformer's width.</param>
/// <param name="Vq">The tokenizer of generated images.</param>
/// <param name="GenAligner">Code embeddings to the transformer's width.</param>
/// <param name="GenHead">Hidden states to logits over image codes.</param>
public sealed record JanusConfig(
    LanguageConfig Language,
    VisionConfig Vision,
    ProjectorConfig Aligner,
    VqConfig Vq,
    ProjectorConfig GenAligner,
    GenHeadConfig GenHead);

/// <summary>A Llama decoder. Defaults are those of Hugging Face's <c>LlamaConfig</c>, which fills the fields that published files leave out.</summary>
public sealed record LanguageConfig
{
    public int HiddenSize { get; init; } = 4096;

    public int IntermediateSize { get; init; } = 11008;

    public int Layers { get; init; } = 32;

    public int Heads { get; init; } = 32;

    /// <summary>Heads of keys and values; <see cref="Heads"/> is a multiple of it (grouped-query attention).</summary>
    public int KeyValueHeads { get; init; } = 32;

    public int HeadDim { get; init; } = 128;

    public int VocabularySize { get; init; } = 32000;

    /// <summary>Longest context in positions.</summary>
    public int MaxPositions { get; init; } = 2048;

    public double RmsNormEpsilon { get; init; } = 1e-6;

    public double RopeTheta { get; init; } = 10000;

    public bool TieWordEmbeddings { get; init; }
}

/// <summary>A SigLIP vision transformer without class token.</summary>
/// <param name="ImageSize">Side of the input in pixels.</param>
/// <param name="PatchSize">Side of a patch in pixels.</param>
/// <param name="Width">Features per patch.</param>
/// <param name="Layers">Blocks in the checkpoint's architecture, before <paramref name="SelectLayer"/> cuts any off.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="MlpRatio">Hidden size of the MLP over <paramref name="Width"/>.</param>
/// <param name="SelectLayer">-1: all blocks; -2: all but the last, and so on. The final norm is applied in every case.</param>
public sealed record VisionConfig(
    int ImageSize, int PatchSize, int Width, int Layers, int Heads, double MlpRatio, int SelectLayer)
{
    /// <summary>Blocks that are built and run.</summary>
    public int ActiveLayers => SelectLayer < 0 ? Layers + SelectLayer + 1 : SelectLayer;

    /// <summary>Image tokens of one image.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);

    public int MlpSize => (int)(Width * MlpRatio);
}

/// <summary>A projector between two widths.</summary>
/// <param name="Kind">identity, linear or mlp_gelu.</param>
/// <param name="Depth">Linear layers of an mlp_gelu, with a GELU between two.</param>
public sealed record ProjectorConfig(ProjectorKind Kind, int InputSize, int OutputSize, int Depth);

public enum ProjectorKind
{
    Identity,
    Linear,
    MlpGelu,
}

/// <summary>VQ-16, the VQGAN-style tokenizer of LlamaGen (Sun et al. 2024) that Janus-Pro writes images with.</summary>
/// <param name="CodebookSize">Number of codes.</param>
/// <param name="CodeDim">Width of a code (n_embed).</param>
/// <param name="Channels">Base width (ch).</param>
/// <param name="ChannelMultipliers">Widths per level, finest first (ch_mult); each level but the last halves the side.</param>
/// <param name="ResBlocks">Residual blocks per level.</param>
/// <param name="LatentChannels">z_channels.</param>
/// <param name="ImageSize">Side of a generated image in pixels; in no published file, 384 by default.</param>
public sealed record VqConfig(
    int CodebookSize,
    int CodeDim,
    int Channels,
    IReadOnlyList<int> ChannelMultipliers,
    int ResBlocks,
    int LatentChannels,
    int ImageSize)
{
    /// <summary>Pixels per code, along a side.</summary>
    public int Downsampling => 1 << (ChannelMultipliers.Count - 1);

    /// <summary>Codes along a side.</summary>
    public int GridSize => ImageSize / Downsampling;

    /// <summary>Codes of one image.</summary>
    public int CodesPerImage => GridSize * GridSize;

    /// <summary>Equal in every value; the multipliers are compared one by one, not by reference.</summary>
    public bool Equals(VqConfig? other) =>
        other is not null
        && (CodebookSize, CodeDim, Channels, ResBlocks, LatentChannels, ImageSize)
            == (other.CodebookSize, other.CodeDim, other.Channels, other.ResBlocks, other.LatentChannels, other.ImageSize)
        && ChannelMultipliers.SequenceEqual(other.ChannelMultipliers);

    public override int GetHashCode() =>
        HashCode.Combine(CodebookSize, CodeDim, Channels, ChannelMultipliers.Count, ResBlocks, LatentChannels, ImageSize);
}

/// <summary>The head over image codes: linear, GELU, linear.</summary>
/// <param name="InputSize">Transformer width (n_embed).</param>
/// <param name="EmbedSize">Width between the two layers (image_token_embed).</param>
/// <param name="CodebookSize">Logits (image_token_size).</param>
public sealed record GenHeadConfig(int InputSize, int EmbedSize, int CodebookSize);
