using System.Collections.Frozen;

namespace JanusCluster.Model.Configuration;

/// <summary>The sizes behind a vision tower's <c>model_name</c>: config.json names the tower and leaves the sizes to a table.</summary>
/// <remarks>
/// so400m and large at 384: <c>SigLIP_MODEL_CONFIG</c> in <c>siglip_vit.py</c> of deepseek-ai/Janus; the others are the
/// published SigLIP models of Zhai et al. 2023.
/// </remarks>
internal sealed record SiglipVariant(int PatchSize, int Width, int Layers, int Heads, double MlpRatio)
{
    private static readonly SiglipVariant Base = new(16, 768, 12, 12, 4);
    private static readonly SiglipVariant Large = new(16, 1024, 24, 16, 4);
    private static readonly SiglipVariant ShapeOptimized = new(14, 1152, 27, 16, 3.7362);

    public static FrozenDictionary<string, SiglipVariant> ByName { get; } = new Dictionary<string, SiglipVariant>
    {
        ["siglip_base_patch16_224"] = Base,
        ["siglip_base_patch16_256"] = Base,
        ["siglip_base_patch16_384"] = Base,
        ["siglip_base_patch16_512"] = Base,
        ["siglip_large_patch16_256"] = Large,
        ["siglip_large_patch16_384"] = Large,
        ["siglip_so400m_patch14_224"] = ShapeOptimized,
        ["siglip_so400m_patch14_384"] = ShapeOptimized,
    }.ToFrozenDictionary();
}
