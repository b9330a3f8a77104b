using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Detection;

/// <summary>An object found in a picture.</summary>
/// <param name="X">Of its centre, in pixels of a scene.</param>
/// <param name="Y">Of its centre, from the top.</param>
/// <param name="Overlap">With an ideal object of the kind: area in common over area of either, 0 to 1.</param>
public sealed record DetectedObject(Shape Shape, ObjectColor Color, ObjectSize Size, double X, double Y, double Overlap);
