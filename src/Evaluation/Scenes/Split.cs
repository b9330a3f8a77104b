namespace JanusCluster.Evaluation.Scenes;

/// <summary>Which scenes and captions a model may learn from, and which it is judged by.</summary>
public enum Split
{
    Training,
    HeldOut,
}
