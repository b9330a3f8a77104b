using JanusCluster.Model.Configuration;
using static JanusCluster.Model.Checkpoints.CheckpointLayout;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Names and shapes of the VQ model's tensors.</summary>
/// <remarks>Source: <c>vq_model.py</c> of deepseek-ai/Janus.</remarks>
internal static class VqLayout
{
    /// <summary>Length of the published buffer of codebook statistics, whatever the codebook's size.</summary>
    private const long CodebookUsedLength = 65536;

    private const string Root = "gen_vision_model.";

    public static IEnumerable<LayoutTensor> Tensors(VqConfig vq) =>
    [
        .. Encoder(vq, $"{Root}encoder"),
        .. Decoder(vq, $"{Root}decoder"),
        new(CodebookUsed, [CodebookUsedLength], Optional: true),
        new($"{Root}quantize.embedding.weight", [vq.CodebookSize, vq.CodeDim]),
        .. Convolution($"{Root}quant_conv", vq.LatentChannels, vq.CodeDim, 1),
        .. Convolution($"{Root}post_quant_conv", vq.CodeDim, vq.LatentChannels, 1),
    ];

    private static List<LayoutTensor> Encoder(VqConfig vq, string name)
    {
        var tensors = new List<LayoutTensor>(Convolution($"{name}.conv_in", 3, vq.Channels, 3));
        int last = vq.ChannelMultipliers.Count - 1;
        int channels = vq.Channels;
        for (int level = 0; level <= last; level++)
        {
            string block = $"{name}.conv_blocks.{level}";
            int width = vq.Channels * vq.ChannelMultipliers[level];
            tensors.AddRange(Level(block, channels, width, vq.ResBlocks, attention: level == last));
            channels = width;
            if (level != last)
                tensors.AddRange(Convolution($"{block}.downsample.conv", channels, channels, 3));
        }

        tensors.AddRange(Middle($"{name}.mid", channels));
        tensors.AddRange(Norm($"{name}.norm_out", channels));
        tensors.AddRange(Convolution($"{name}.conv_out", channels, vq.LatentChannels, 3));
        return tensors;
    }

    /// <remarks>Blocks are numbered from the deepest level up.</remarks>
    private static List<LayoutTensor> Decoder(VqConfig vq, string name)
    {
        int last = vq.ChannelMultipliers.Count - 1;
        int channels = vq.Channels * vq.ChannelMultipliers[last];
        var tensors = new List<LayoutTensor>(Convolution($"{name}.conv_in", vq.LatentChannels, channels, 3));
        tensors.AddRange(Middle($"{name}.mid", channels));
        for (int level = last; level >= 0; level--)
        {
            string block = $"{name}.conv_blocks.{last - level}";
            int width = vq.Channels * vq.ChannelMultipliers[level];
            tensors.AddRange(Level(block, channels, width, vq.ResBlocks + 1, attention: level == last));
            channels = width;
            if (level != 0)
                tensors.AddRange(Convolution($"{block}.upsample.conv", channels, channels, 3));
        }

        tensors.AddRange(Norm($"{name}.norm_out", channels));
        tensors.AddRange(Convolution($"{name}.conv_out", channels, 3, 3));
        return tensors;
    }

    private static IEnumerable<LayoutTensor> Level(string block, int input, int width, int count, bool attention) =>
    [
        .. Enumerable.Range(0, count).SelectMany(i => ResBlock($"{block}.res.{i}", i == 0 ? input : width, width)),
        .. Enumerable.Range(0, attention ? count : 0).SelectMany(i => Attention($"{block}.attn.{i}", width)),
    ];

    private static IEnumerable<LayoutTensor> Middle(string name, int width) =>
        [.. ResBlock($"{name}.0", width, width), .. Attention($"{name}.1", width), .. ResBlock($"{name}.2", width, width)];

    private static IEnumerable<LayoutTensor> ResBlock(string name, int input, int output) =>
    [
        .. Norm($"{name}.norm1", input),
        .. Convolution($"{name}.conv1", input, output, 3),
        .. Norm($"{name}.norm2", output),
        .. Convolution($"{name}.conv2", output, output, 3),
        .. input == output ? [] : Convolution($"{name}.nin_shortcut", input, output, 1),
    ];

    private static IEnumerable<LayoutTensor> Attention(string name, int width) =>
    [
        .. Norm($"{name}.norm", width),
        .. Convolution($"{name}.q", width, width, 1),
        .. Convolution($"{name}.k", width, width, 1),
        .. Convolution($"{name}.v", width, width, 1),
        .. Convolution($"{name}.proj_out", width, width, 1),
    ];
}
