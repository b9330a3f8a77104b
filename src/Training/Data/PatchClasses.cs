using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Training.Data;

/// <summary>What stands at each patch of a scene, row by row: the background, or an object of a shape and color.</summary>
internal static class PatchClasses
{
    /// <summary>Of a patch of which nothing is to be learned: what cross-entropy leaves out.</summary>
    public const long Unknown = -100;

    private static readonly int Shapes = Enum.GetValues<Shape>().Length, Colors = Enum.GetValues<ObjectColor>().Length;

    /// <summary>The background, and every shape in every color.</summary>
    public static int Count => 1 + Shapes * Colors;

    /// <param name="side">Patches along a side.</param>
    public static long[] Of(Scene scene, int side)
    {
        var classes = new long[side * side];
        double patch = (double)SceneGeometry.Side / side;
        for (int i = 0; i < classes.Length; i++)
        {
            double x = (i % side + 0.5) * patch, y = (i / side + 0.5) * patch;
            SceneObject? there = scene.Objects.FirstOrDefault(one => Math.Max(Math.Abs(x - one.X), Math.Abs(y - one.Y)) <= SceneGeometry.Radius(one.Size));
            classes[i] = there is null ? 0 : 1 + (int)there.Shape * Colors + (int)there.Color;
        }

        return classes;
    }
}
