namespace JanusCluster.Evaluation.Tasks;

/// <summary>What a prompt asks of a picture: the six categories of GenEval (Ghosh et al. 2023), and dense prompts as DPG-Bench has them.</summary>
public enum TextToImageCategory
{
    SingleObject,
    TwoObjects,
    Counting,
    Colors,
    Position,
    ColorAttribution,
    Dense,
}
