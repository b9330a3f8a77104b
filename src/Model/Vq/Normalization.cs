using JanusCluster.Model.Layers;

namespace JanusCluster.Model.Vq;

/// <summary>The one norm of VQ-16: 32 groups, whatever the width.</summary>
internal static class Normalization
{
    private const int Groups = 32;
    private const double Epsilon = 1e-6;

    public static GroupNorm Over(int channels, Allocation at) => new(Groups, channels, Epsilon, at);
}
