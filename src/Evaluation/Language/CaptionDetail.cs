namespace JanusCluster.Evaluation.Language;

/// <summary>What a caption says beside the shapes and their number.</summary>
[Flags]
public enum CaptionDetail
{
    None = 0,
    Color = 1,
    Size = 2,
    Background = 4,

    /// <summary>Where two objects stand to each other; in a scene of corners, where each stands.</summary>
    Relation = 8,
}
