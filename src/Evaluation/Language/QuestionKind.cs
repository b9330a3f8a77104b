namespace JanusCluster.Evaluation.Language;

/// <summary>What a question about a picture asks for.</summary>
public enum QuestionKind
{
    /// <summary>Is there a …? As POPE (Li et al. 2023), with absent objects that share shape or color with a present one.</summary>
    Existence,

    /// <summary>The color of an object, as GQA asks (Hudson and Manning 2019).</summary>
    Color,

    /// <summary>Where an object stands, seen from another; as GQA asks.</summary>
    Relation,
    Counting,
    Description,

    /// <summary>Which shape an object has; in training only.</summary>
    Shape,

    /// <summary>In training only.</summary>
    Size,

    /// <summary>In training only.</summary>
    Background,
}
