using System.Collections.Concurrent;

namespace JanusCluster.Evaluation.Scenes;

/// <summary>How much of each pixel a shape covers.</summary>
internal sealed class ShapeCoverage
{
    private const int Samples = 4;
    private static readonly ConcurrentDictionary<(Shape, double), ShapeCoverage> Known = [];
    private readonly float[] _covered;

    private ShapeCoverage(Shape shape, double radius)
    {
        Reach = (int)Math.Ceiling(radius) + 1;
        _covered = new float[4 * Reach * Reach];
        for (int i = 0; i < _covered.Length; i++)
            _covered[i] = Covered(shape, radius, (i % (2 * Reach)) - Reach, (i / (2 * Reach)) - Reach);
    }

    /// <summary>Pixels from the centre to the farthest that may be covered, in every direction.</summary>
    public int Reach { get; }

    /// <summary>Computed once for each shape and radius.</summary>
    public static ShapeCoverage Of(Shape shape, double radius) => Known.GetOrAdd((shape, radius), key => new ShapeCoverage(key.Item1, key.Item2));

    /// <param name="x">Pixels from the centre, -<see cref="Reach"/> to below <see cref="Reach"/>.</param>
    /// <returns>0 to 1.</returns>
    public float At(int x, int y) => _covered[(y + Reach) * 2 * Reach + x + Reach];

    private static float Covered(Shape shape, double radius, int left, int top)
    {
        int inside = 0;
        for (int i = 0; i < Samples * Samples; i++)
        {
            double x = left + (i % Samples + 0.5) / Samples, y = top + (i / Samples + 0.5) / Samples;
            inside += ShapeOutline.Contains(shape, x / radius, y / radius) ? 1 : 0;
        }

        return (float)inside / (Samples * Samples);
    }
}
