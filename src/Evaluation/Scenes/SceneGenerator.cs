namespace JanusCluster.Evaluation.Scenes;

/// <summary>Random scenes of one split.</summary>
/// <remarks>Centres lie on a grid of 4 pixels, a fraction of what one image code covers: a model need not learn every phase of every edge.</remarks>
public sealed class SceneGenerator(Random random, Split split)
{
    private const int Near = 16, Far = 48, Middle = 32, Grid = 4;

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
        SceneLayout.Single => [Object(Around(Middle, 2), Around(Middle, 2))],
        SceneLayout.Row => [Object(Around(Near, 0), Around(Middle, 1)), Object(Around(Far, 0), Around(Middle, 1))],
        SceneLayout.Column => [Object(Around(Middle, 1), Around(Near, 0)), Object(Around(Middle, 1), Around(Far, 0))],
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

    private int Around(int center, int steps) => center + Grid * random.Next(-steps, steps + 1);
}
