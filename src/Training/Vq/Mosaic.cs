using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;

namespace JanusCluster.Training.Vq;

/// <summary>Pictures full of objects of every color, one over the other: what the image tokenizer begins with.</summary>
/// <remarks>
/// Its norms (32 groups) have one or two channels each in a small model, so the loudness of a channel is lost: beside one object
/// on a plain background a little red and much red look the same. Among many colors they do not.
/// </remarks>
internal static class Mosaic
{
    private const int Fewest = 10, Most = 24;

    public static RgbImage Draw(Random random)
    {
        var objects = Enumerable.Range(0, random.Next(Fewest, Most)).Select(_ => new SceneObject(
            random.Pick<Shape>(), random.Pick<ObjectColor>(), random.Pick<ObjectSize>(), random.Next(SceneGeometry.Side), random.Next(SceneGeometry.Side)));
        return SceneRenderer.Draw(new Scene(SceneLayout.Corners, random.Pick<Background>(), [.. objects]));
    }
}
