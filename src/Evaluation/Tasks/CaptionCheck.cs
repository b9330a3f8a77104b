using JanusCluster.Evaluation.Detection;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>Whether a picture shows what its caption says.</summary>
/// <remarks>
/// As in GenEval, whatever was named must be there and other objects are no fault, but a number must be exact. Beyond GenEval,
/// sizes and backgrounds that were named must be right, too.
/// </remarks>
public static class CaptionCheck
{
    /// <returns>Null if the picture follows; else what is wrong with it.</returns>
    public static string? Fault(Caption caption, SceneDetection found)
    {
        Scene scene = caption.Expected;
        if (caption.Detail.HasFlag(CaptionDetail.Background) && found.Background != scene.Background)
            return $"the background is {Words.Of(found.Background)}";
        if (scene.Layout == SceneLayout.Group)
        {
            int count = found.Objects.Count(one => Is(one, scene.Objects[0], caption.Detail));
            if (count != scene.Objects.Count)
                return $"{count} instead of {scene.Objects.Count}";
        }

        return CanAssign(scene, found.Objects, caption.Detail, []) ? null : $"found: {string.Join(", ", found.Objects.Select(Named))}";
    }

    /// <summary>Whether different objects can stand for all that are expected, those in <paramref name="chosen"/> for the first ones.</summary>
    private static bool CanAssign(Scene scene, IReadOnlyList<DetectedObject> found, CaptionDetail detail, List<DetectedObject> chosen)
    {
        if (chosen.Count == scene.Objects.Count)
            return !detail.HasFlag(CaptionDetail.Relation) || StandRight(scene, chosen);
        foreach (DetectedObject one in found)
        {
            if (chosen.Contains(one) || !Is(one, scene.Objects[chosen.Count], detail))
                continue;
            if (CanAssign(scene, found, detail, [.. chosen, one]))
                return true;
        }

        return false;
    }

    private static bool StandRight(Scene scene, List<DetectedObject> chosen)
    {
        for (int i = 0; i < chosen.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (SceneGeometry.Relation(scene.Objects[i], scene.Objects[j]) is { } relation
                    && SceneGeometry.Relation(chosen[i].X - chosen[j].X, chosen[i].Y - chosen[j].Y) != relation)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Is(DetectedObject found, SceneObject expected, CaptionDetail detail) =>
        found.Shape == expected.Shape
        && (!detail.HasFlag(CaptionDetail.Color) || found.Color == expected.Color)
        && (!detail.HasFlag(CaptionDetail.Size) || found.Size == expected.Size);

    private static string Named(DetectedObject one) => $"{Words.Of(one.Size)} {Words.Of(one.Color)} {Words.Of(one.Shape)} at {one.X:F0},{one.Y:F0}";
}
