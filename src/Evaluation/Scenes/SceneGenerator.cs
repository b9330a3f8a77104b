namespace JanusCluster.Evaluation.Scenes;

/// <summary>Random scenes of one split.</summary>
/// <remarks>Centres lie on the grid of the image codes: a model need not learn every phase of every edge.</remarks>
public sealed class SceneGenerator(Random random, Split split)
{
    private const int Near = 16, Far = 48, Middle = 32, Grid = 8;

    public Scene Next(SceneLayout layout)
    {
        while (true)
        {
            Scene scene = Any(layout);
            if (HeldOut.Of(scene) == split)
                return scene;
        }
    }

    private Scene Any(SceneLayout layout) => new(layout, random.Pick<Background>(), layout switch
    {
        SceneLayout.Single => [Object(AroundMiddle(), AroundMiddle())],
        SceneLayout.Row => Pair(Near, Far, AroundMiddle(), Object),
        SceneLayout.Column => Pair(Near, Far, AroundMiddle(), (y, x) => Object(x, y)),
        SceneLayout.Group => Group(random.Next(2, 5)),
        _ => [.. Corners(random.Next(3, 5)).Select(corner => Object(corner.X, corner.Y))],
    });

    private SceneObject[] Group(int count)
    {
        SceneObject model = Object(0, 0);
        (int X, int Y)[] places = (count, random.Next(2)) switch
        {
            (2, 0) => [(Near, Middle), (Far, Middle)],
            (2, _) => [(Middle, Near), (Middle, Far)],
            _ => Corners(count),
        };
        return [.. places.Select(place => model with { X = place.X, Y = place.Y })];
    }

    /// <summary>In reading order.</summary>
    private (int X, int Y)[] Corners(int count)
    {
        (int X, int Y)[] all = [(Near, Near), (Far, Near), (Near, Far), (Far, Far)];
        int without = count == all.Length ? -1 : random.Next(all.Length);
        return [.. all.Where((_, i) => i != without)];
    }

    private SceneObject Object(int x, int y) => new(random.Pick<Shape>(), random.Pick<ObjectColor>(), random.Pick<ObjectSize>(), x, y);

    private static SceneObject[] Pair(int first, int second, int across, Func<int, int, SceneObject> create) => [create(first, across), create(second, across)];

    private int AroundMiddle() => Middle + Grid * random.Next(-1, 2);
}
