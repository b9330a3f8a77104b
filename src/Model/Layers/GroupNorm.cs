using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>Group normalisation (Wu and He 2018) over the channels of an image, with weight and bias.</summary>
public sealed class GroupNorm : Layer
{
    private readonly long _groups;
    private readonly double _epsilon;

    /// <exception cref="ArgumentException">The channels do not fall into equal groups.</exception>
    public GroupNorm(long groups, long channels, double epsilon, Allocation at)
        : base(nameof(GroupNorm))
    {
        if (channels % groups != 0)
            throw new ArgumentException($"{channels} channels do not fall into {groups} equal groups.", nameof(channels));
        _groups = groups;
        _epsilon = epsilon;
        Weight = AddParameter("weight", at.Empty(channels));
        Bias = AddParameter("bias", at.Empty(channels));
    }

    /// <summary>[channels].</summary>
    public Parameter Weight { get; }

    /// <summary>[channels].</summary>
    public Parameter Bias { get; }

    /// <summary>[N, channels, H, W] to [N, channels, H, W].</summary>
    public override torch.Tensor Forward(torch.Tensor x) =>
        torch.nn.functional.group_norm(x, _groups, Weight, Bias, _epsilon);

    public override void InitializeWeights(torch.Generator generator)
    {
        Weight.fill_(Scalars.One);
        Bias.zero_();
    }
}
