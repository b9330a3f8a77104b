namespace JanusCluster.Evaluation.Scenes;

/// <summary>What belongs to a shape, as a function of the place.</summary>
internal static class ShapeOutline
{
    private const double InnerOfRing = 0.52;
    private const double ArmOfCross = 0.34;
    private const double InnerOfStar = 0.45;

    /// <param name="x">-1 to 1 across the shape's square.</param>
    /// <param name="y">-1 (top) to 1.</param>
    public static bool Contains(Shape shape, double x, double y) => shape switch
    {
        Shape.Circle => x * x + y * y <= 1,
        Shape.Square => Math.Abs(x) <= 0.88 && Math.Abs(y) <= 0.88,
        Shape.Triangle => y <= 0.9 && y >= -1 && Math.Abs(x) <= (y + 1) / 1.9,
        Shape.Star => InStar(x, y),
        Shape.Ring => x * x + y * y is >= InnerOfRing * InnerOfRing and <= 1,
        Shape.Cross => Math.Min(Math.Abs(x), Math.Abs(y)) <= ArmOfCross && Math.Max(Math.Abs(x), Math.Abs(y)) <= 1,
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    /// <summary>Five points, one upwards: between a point and the notch beside it the edge is straight.</summary>
    private static bool InStar(double x, double y)
    {
        const double Sector = Math.PI / 5;
        double radius = Math.Sqrt(x * x + y * y);
        double turn = Math.Abs(Math.IEEERemainder(Math.Atan2(x, -y), 2 * Sector)); // 0 at a point, Sector at a notch
        double limit = InnerOfStar * Math.Sin(Sector) / (Math.Sin(turn) * (1 - InnerOfStar * Math.Cos(Sector)) + InnerOfStar * Math.Sin(Sector) * Math.Cos(turn));
        return radius <= limit;
    }
}
